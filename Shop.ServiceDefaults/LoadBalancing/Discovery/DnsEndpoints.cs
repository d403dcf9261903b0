using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>
/// The endpoints that DNS gives, asked for again when their time to live is over. Those last known stay while no server answers, and also
/// when a server says that there are none: a wrong address costs a failover, no address costs everything.
/// </summary>
internal sealed class DnsEndpoints(string service, string scheme, Func<CancellationToken, Task<DnsAnswer>> lookup, TimeProvider time, ILogger logger) : IServiceEndpointProvider
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1), s_longest = TimeSpan.FromMinutes(5), s_longestPause = TimeSpan.FromSeconds(30);

    private DnsAnswer? _known;
    private long _askedAt;
    private TimeSpan _validFor;
    private int _failures;

    public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        // Another source of the same service may have changed meanwhile, which is no reason to ask.
        if (_validFor == default || time.GetElapsedTime(_askedAt) >= _validFor)
            await RefreshAsync(cancellationToken);
        foreach (var (address, traits) in _known?.Endpoints ?? [])
        {
            var endpoint = ServiceEndpoint.Create(new UriEndPoint(new Uri($"{scheme}://{address}")));
            if (traits is not null)
                endpoint.Features.Set(traits);
            endpoints.Endpoints.Add(endpoint);
        }
        var left = _validFor - time.GetElapsedTime(_askedAt);
        endpoints.AddChangeToken(new CancellationChangeToken(new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), time).Token));
    }

    public ValueTask DisposeAsync() => default;

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await lookup(cancellationToken);
            if (_failures > 0)
                logger.LogInformation("The endpoints of {Service} are known to DNS again.", service);
            (_known, _failures, _validFor) = (answer, 0, TimeSpan.FromTicks(Math.Clamp(answer.TimeToLive.Ticks, s_shortest.Ticks, s_longest.Ticks)));
        }
        catch (DnsLookupException exception)
        {
            if (_failures++ == 0)
                logger.LogWarning("The endpoints of {Service} are not to be had from DNS; {Known} known ones are used: {Reason}.", service, _known?.Endpoints.Count ?? 0, exception.Message);
            _validFor = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, _failures - 1), s_longestPause.TotalSeconds));
        }
        _askedAt = time.GetTimestamp();
    }
}
