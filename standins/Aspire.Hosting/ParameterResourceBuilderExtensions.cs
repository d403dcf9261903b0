using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Parameters;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter whose value is configuration's <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false) =>
        builder.AddParameter(name, @default: null, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        var resource = new ParameterResource(name, _ => builder.Configuration[Key(name)] ?? value, secret)
        {
            PublishedValue = publishValueAsDefault ? value : null,
        };
        return builder.AddResource(resource);
    }

    /// <param name="persist">Keeps a generated value in the AppHost's user secrets, so that the next run has the same.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddParameter(name, persist ? new UserSecretsParameterDefault(builder, Key(name), value) : value, secret);

    /// <summary>Adds no resource to the application: the password belongs to the server that uses it, which names it in the manifest.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name,
        bool lower = true, bool upper = true, bool numeric = true, bool special = true, int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0)
    {
        var generate = new GenerateParameterDefault
        {
            MinLength = 22,
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        };
        var value = builder.ExecutionContext.IsRunMode ? new UserSecretsParameterDefault(builder, Key(name), generate) : (ParameterDefault)generate;
        return new ParameterResource(name, _ => Read(builder.Configuration, name, value), secret: true) { Default = generate };
    }

    private static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, ParameterDefault? @default, bool secret) =>
        builder.AddResource(new ParameterResource(name, _ => Read(builder.Configuration, name, @default), secret)
        {
            Default = @default is UserSecretsParameterDefault kept ? kept.Inner : @default,
        });

    private static string Key(string name) => $"Parameters:{name}";

    private static string Read(ConfigurationManager configuration, string name, ParameterDefault? @default) =>
        configuration[Key(name)] ?? @default?.GetDefaultValue()
        ?? throw new DistributedApplicationException(
            $"The parameter '{name}' has no value. Set {Key(name)} in the AppHost's configuration, as environment variable Parameters__{name.Replace('-', '_')} or with 'dotnet user-secrets set {Key(name)} <value>'.");
}
