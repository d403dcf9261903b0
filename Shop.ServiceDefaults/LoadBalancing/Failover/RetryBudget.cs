using Shop.ServiceDefaults.LoadBalancing.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>
/// Bounds repetitions by a share of the requests in the last ten seconds. Where everything fails each request would otherwise become four, just when
/// the service can bear them least. Sources: Finagle's RetryBudget; B. Beyer et al., "Site Reliability Engineering", 2016, chapter 22.
/// </summary>
internal sealed class RetryBudget
{
    private readonly SlidingWindow _requests = new();

    internal void Request(TimeSpan now) => _requests.Add(now);

    /// <summary>False where nothing is left. Several that ask in the same instant may overdraw by a few.</summary>
    internal bool TrySpend(BalancingSettings settings, TimeSpan now)
    {
        if (Left(settings, now) < 1)
            return false;
        _requests.Mark(now);
        return true;
    }

    internal double Left(BalancingSettings settings, TimeSpan now)
    {
        var (requests, repeated) = _requests.Count(now);
        return requests * settings.RetryBudget + settings.MinRetriesPerSecond * SlidingWindow.Seconds - repeated;
    }
}
