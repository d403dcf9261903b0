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
    internal bool TrySpend(BalancingSettings settings, TimeSpan now) => TrySpend(settings, now, share: 1);

    /// <summary>
    /// For a second request that only makes an answer come sooner. Those leave half of the budget: where a service is slow they would use up what the
    /// requests need that fail because of it.
    /// </summary>
    internal bool TrySpendOnHedge(BalancingSettings settings, TimeSpan now) => TrySpend(settings, now, share: 0.5);

    internal double Left(BalancingSettings settings, TimeSpan now) => Left(settings, now, share: 1);

    private bool TrySpend(BalancingSettings settings, TimeSpan now, double share)
    {
        if (Left(settings, now, share) < 1)
            return false;
        _requests.Mark(now);
        return true;
    }

    private double Left(BalancingSettings settings, TimeSpan now, double share)
    {
        var (requests, repeated) = _requests.Count(now);
        return share * (requests * settings.RetryBudget + settings.MinRetriesPerSecond * SlidingWindow.Seconds) - repeated;
    }
}
