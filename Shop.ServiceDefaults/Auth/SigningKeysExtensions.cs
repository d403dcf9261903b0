using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shop.ServiceDefaults.Auth;

namespace Microsoft.Extensions.DependencyInjection;

public static class SigningKeysExtensions
{
    /// <summary>
    /// The public keys of Users as an <see cref="IConfigurationManager{OpenIdConnectConfiguration}"/>, for whoever checks a signature of its.
    /// Users, which has the keys itself, brings its own before.
    /// </summary>
    public static IServiceCollection AddSigningKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(SigningKeys.ClientName);
        services.TryAddSingleton<IConfigurationManager<OpenIdConnectConfiguration>, SigningKeys>();
        return services;
    }
}
