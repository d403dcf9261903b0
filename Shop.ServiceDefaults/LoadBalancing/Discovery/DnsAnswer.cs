using System.Net;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <param name="Endpoints">With what an SRV record says of them.</param>
/// <param name="TimeToLive">How long that may be believed.</param>
internal sealed record DnsAnswer(IReadOnlyList<(IPEndPoint Address, EndpointTraits? Traits)> Endpoints, TimeSpan TimeToLive);
