using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>The balancer of each service that this process asks, fed by service discovery and configuration at every request.</summary>
internal sealed class Balancers
{
    /// <summary>Addresses out of data could be any number; services are few.</summary>
    private const int Many = 256;

    private readonly ConcurrentDictionary<(string Scheme, string Host, int Port), Balancer> _balancers = new();
    private readonly ServiceEndpointResolver _resolver;
    private readonly BalancingConfiguration _configuration;
    private readonly BalancingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Balancer> _logger;

    public Balancers(ServiceEndpointResolver resolver, BalancingConfiguration configuration, BalancingMetrics metrics, TimeProvider time, ILogger<Balancer> logger)
    {
        (_resolver, _configuration, _metrics, _time, _logger) = (resolver, configuration, metrics, time, logger);
        metrics.Observe(() => _balancers.Values);
    }

    internal IEnumerable<Balancer> All => _balancers.Values;

    /// <param name="address">Its authority is the service's name, as <c>https+http://catalog</c>, or an ordinary host.</param>
    /// <param name="cancellationToken">Ends the wait for discovery.</param>
    internal ValueTask<Balancer> ForAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!_balancers.TryGetValue((address.Scheme, address.Host, address.Port), out var balancer))
            balancer = Add(address);
        return RefreshAsync(balancer, cancellationToken);
    }

    internal async ValueTask<Balancer> RefreshAsync(Balancer balancer, CancellationToken cancellationToken)
    {
        var source = await _resolver.GetEndpointsAsync(balancer.Authority, cancellationToken);
        balancer.Apply(source, _configuration.For(balancer.Service));
        return balancer;
    }

    private Balancer Add(Uri address)
    {
        if (_balancers.Count >= Many)
            _balancers.Clear();
        var authority = address.GetLeftPart(UriPartial.Authority);
        var service = ServiceEndpointQuery.TryParse(authority, out var query) ? query.ServiceName : address.Host;
        return _balancers.GetOrAdd((address.Scheme, address.Host, address.Port), _ => new(authority, service, _metrics, _time, _logger));
    }
}
