using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

/// <summary>Endpoints and balancers as the tests need them.</summary>
static class Some
{
    public static Endpoint[] Endpoints(int count) => Endpoints([.. Enumerable.Repeat(1, count)]);

    public static Endpoint[] Endpoints(params int[] weights) =>
        [.. weights.Select((weight, i) => new Endpoint(new Uri($"http://10.0.{i / 250}.{i % 250}:8080")) { Traits = new(weight) })];

    public static Policy Policy(PolicyName name, Endpoint[] endpoints, double bound = 1.25) => Shop.ServiceDefaults.LoadBalancing.Policies.Policy.Create(new() { Policy = name, LoadBound = bound }, endpoints);

    public static ServiceEndpointSource Source(params IEnumerable<Endpoint> endpoints) => new(
        [.. endpoints.Select(endpoint =>
        {
            var found = ServiceEndpoint.Create(new DnsEndPoint(endpoint.Address.Host, endpoint.Address.Port));
            found.Features.Set(endpoint.Traits);
            return found;
        })],
        new CancellationChangeToken(CancellationToken.None),
        new Microsoft.AspNetCore.Http.Features.FeatureCollection());

    public static Balancer Balancer(TimeProvider time)
    {
        var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new("http://catalog", "catalog", new BalancingMetrics(metrics, time), time, NullLogger.Instance);
    }
}
