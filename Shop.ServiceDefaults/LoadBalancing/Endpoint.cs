using System.Net;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.LoadBalancing.Health;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// A replica of a service as this process sees it. It lives as long as service discovery names its address, so that what is known of it
/// outlives every change of the set that it belongs to.
/// </summary>
internal sealed class Endpoint(Uri address)
{
    private int _inFlight;

    /// <summary>Scheme, host and port.</summary>
    internal Uri Address { get; } = address;

    /// <summary>Host and port: its name in configuration, on a hash ring and in metrics.</summary>
    internal string Name { get; } = address.Authority;

    internal EndpointTraits Traits { get; set; } = EndpointTraits.Default;

    internal int Weight => Traits.Weight;

    internal PeakEwma Latency { get; } = new();

    internal EndpointHealth Health { get; } = new();

    internal SlowStart SlowStart { get; } = new();

    /// <summary>Requests that have been sent there and not been answered yet, by this process.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How many may be in flight at once.</summary>
    internal int Limit { get; set; } = int.MaxValue;

    internal bool HasRoom => InFlight < Limit;

    /// <summary>False where it is full, which may have happened since it was chosen.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= Limit)
            return true;
        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    internal void Exit() => Interlocked.Decrement(ref _inFlight);

    public override string ToString() => Name;

    /// <param name="endPoint">What service discovery found.</param>
    /// <param name="scheme">The scheme that was asked for; of <c>https+http</c>, where the endpoint does not say which it is, the first.</param>
    internal static Uri AddressOf(EndPoint endPoint, string scheme) => endPoint switch
    {
        UriEndPoint { Uri: var uri } => new Uri(uri.GetLeftPart(UriPartial.Authority)),
        DnsEndPoint dns => AddressOf(dns.Host, dns.Port, scheme),
        IPEndPoint ip => AddressOf(ip.Address.ToString(), ip.Port, scheme),
        _ => throw new NotSupportedException($"A service can't be reached at an endpoint of the kind {endPoint.GetType().Name}."),
    };

    private static Uri AddressOf(string host, int port, string scheme) => new UriBuilder(scheme.Split('+')[0], host, port > 0 ? port : -1).Uri;
}
