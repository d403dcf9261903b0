using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>What configuration says of where a service's endpoints are to be found.</summary>
internal sealed class DiscoveryConfiguration
{
    private const string Services = "Services";

    private readonly ServiceDiscoverySettingsValidator _validator = new();
    private readonly ConcurrentDictionary<string, ServiceDiscoverySettings> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly IConfiguration _configuration;
    private readonly RegistrySettings _registry;

    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    public DiscoveryConfiguration(IConfiguration configuration, RegistrySettings registry)
    {
        (_configuration, _registry) = (configuration, registry);
        // What is wrong stops the start.
        foreach (var service in configuration.GetSection(Services).GetChildren())
            For(service.Key);
    }

    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    internal ServiceDiscoverySettings For(string service) => _settings.GetOrAdd(service, Read);

    private ServiceDiscoverySettings Read(string service)
    {
        var section = _configuration.GetSection($"{Services}:{service}:{ServiceDiscoverySettings.Section}");
        var settings = section.Get<ServiceDiscoverySettings>() ?? new();
        var result = _validator.Validate(section.Path, settings);
        string[] failures = [.. result.Failures ?? [], .. settings.Registry && string.IsNullOrEmpty(_registry.Etcd) ? [$"Registry needs {RegistrySettings.Section}:{nameof(RegistrySettings.Etcd)}."] : Array.Empty<string>()];
        return failures.Length > 0 ? throw new OptionsValidationException(section.Path, typeof(ServiceDiscoverySettings), failures.Select(failure => $"{section.Path}: {failure}")) : settings;
    }
}

/// <summary>A and AAAA records.</summary>
internal sealed class DnsAddressProviderFactory(DiscoveryConfiguration configuration, DnsLookup dns, TimeProvider time, ILogger<DnsEndpoints> logger) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = null;
        if (query.EndpointName is not null || configuration.For(query.ServiceName) is not { Dns: { } name, Scheme: var scheme })
            return false;
        var (host, port) = (name[..name.IndexOf(':')], int.Parse(name.AsSpan(name.IndexOf(':') + 1), CultureInfo.InvariantCulture));
        provider = new DnsEndpoints(query.ServiceName, scheme, cancellationToken => dns.AddressesAsync(host, port, cancellationToken), time, logger);
        return true;
    }
}

/// <summary>SRV records.</summary>
internal sealed class DnsServiceProviderFactory(DiscoveryConfiguration configuration, DnsLookup dns, TimeProvider time, ILogger<DnsEndpoints> logger) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = null;
        if (query.EndpointName is not null || configuration.For(query.ServiceName) is not { Srv: { } name, Scheme: var scheme })
            return false;
        provider = new DnsEndpoints(query.ServiceName, scheme, cancellationToken => dns.ServicesAsync(name, cancellationToken), time, logger);
        return true;
    }
}

/// <summary>What the replicas have registered.</summary>
internal sealed class RegistryProviderFactory(DiscoveryConfiguration configuration, Registry registry) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = null;
        if (query.EndpointName is not null || !configuration.For(query.ServiceName).Registry)
            return false;
        provider = new RegistryEndpoints(query.ServiceName, registry);
        return true;
    }
}
