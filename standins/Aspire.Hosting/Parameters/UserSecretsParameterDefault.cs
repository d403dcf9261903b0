using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.Parameters;

/// <summary>Generates once, then keeps the value in the AppHost's user secrets. A run whose state is thrown away keeps nothing.</summary>
sealed class UserSecretsParameterDefault(IDistributedApplicationBuilder builder, string key, ParameterDefault inner) : ParameterDefault
{
    public ParameterDefault Inner { get; } = inner;

    public override string GetDefaultValue()
    {
        var value = Inner.GetDefaultValue();
        var id = builder.AppHostAssembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId;
        if (id is not null && !DistributedApplicationState.IsThrownAway(builder.Configuration))
            value = UserSecretsFile.ForId(id).GetOrAdd(key, value);
        builder.Configuration[key] = value;
        return value;
    }
}
