using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.Web.Gateway;

/// <summary>The replicas of a service that service discovery knows of, each request beginning with the next one.</summary>
sealed class Replicas(ServiceEndpointResolver resolver)
{
    /// <summary>One for each service: with one for all, two that are asked alternately would each meet the same replica for ever.</summary>
    readonly ConcurrentDictionary<string, StrongBox<uint>> turns = new();

    /// <summary>Addresses without a path, the one whose turn it is first; empty for an unknown service.</summary>
    public async ValueTask<Uri[]> InTurnAsync(string service, CancellationToken cancellationToken)
    {
        var source = await resolver.GetEndpointsAsync("https+http://" + service, cancellationToken);
        var count = source.Endpoints.Count;
        var first = count == 0 ? 0 : (int)(Interlocked.Increment(ref turns.GetOrAdd(service, static _ => new()).Value) % (uint)count);
        var addresses = new Uri[count];
        for (var i = 0; i < count; i++)
            addresses[i] = Address(source.Endpoints[(first + i) % count].EndPoint);
        return addresses;
    }

    static Uri Address(EndPoint endPoint) => endPoint switch
    {
        UriEndPoint uri => uri.Uri,
        DnsEndPoint { Port: 0 } dns => new UriBuilder(Uri.UriSchemeHttp, dns.Host).Uri,
        DnsEndPoint dns => new UriBuilder(Uri.UriSchemeHttp, dns.Host, dns.Port).Uri,
        IPEndPoint ip => new UriBuilder(Uri.UriSchemeHttp, ip.Address.ToString(), ip.Port).Uri,
        _ => throw new NotSupportedException($"An endpoint of type {endPoint.GetType()} has no address for HTTP."),
    };
}
