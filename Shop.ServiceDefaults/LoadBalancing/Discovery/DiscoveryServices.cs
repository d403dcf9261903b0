using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

internal static class DiscoveryServices
{
    /// <summary>
    /// Configuration, DNS and the registry, what each finds added to what others have found; the name as it stands where nobody knows any. In
    /// this order: the first adds nothing where there is something already, and so does the last.
    /// </summary>
    internal static void AddEndpointDiscovery(this IServiceCollection services)
    {
        services.AddServiceDiscoveryCore();
        services.AddConfigurationServiceEndpointProvider();
        services.TryAddSingleton<DiscoveryConfiguration>();
        services.TryAddSingleton<DnsLookup>();
        services.AddSingleton<IServiceEndpointProviderFactory, DnsAddressProviderFactory>();
        services.AddSingleton<IServiceEndpointProviderFactory, DnsServiceProviderFactory>();
        services.AddSingleton<IServiceEndpointProviderFactory, RegistryProviderFactory>();
        services.AddPassThroughServiceEndpointProvider();
    }

    /// <summary>Does nothing where configuration names no registry.</summary>
    internal static void AddRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(RegistrySettings.Section);
        var settings = section.Get<RegistrySettings>() ?? new();
        var result = new RegistrySettingsValidator().Validate(section.Path, settings);
        if (result.Failed)
            throw new OptionsValidationException(section.Path, typeof(RegistrySettings), result.Failures.Select(failure => $"{section.Path}: {failure}"));
        services.TryAddSingleton(settings);
        services.TryAddSingleton<EtcdConnection>();
        services.TryAddSingleton<Registry>();
        if (string.IsNullOrEmpty(settings.Etcd))
            return;
        services.AddHostedService(static provider => provider.GetRequiredService<Registry>());
        if (settings.Service is not null)
            services.AddHostedService<Registration>();
    }
}
