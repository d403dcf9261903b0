using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>The replicas of a service that the registry knows.</summary>
internal sealed class RegistryEndpoints(string service, Registry registry) : IServiceEndpointProvider
{
    public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        var (known, changed) = await registry.ReadAsync(service, cancellationToken);
        foreach (var replica in known)
        {
            var endpoint = ServiceEndpoint.Create(new UriEndPoint(replica.Address));
            endpoint.Features.Set(new EndpointTraits(replica.Weight, replica.Zone));
            endpoints.Endpoints.Add(endpoint);
        }
        endpoints.AddChangeToken(changed);
    }

    public ValueTask DisposeAsync() => default;
}
