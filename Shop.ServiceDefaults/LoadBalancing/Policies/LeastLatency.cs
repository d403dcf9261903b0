namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// The one of two that will probably answer sooner: its latency (<see cref="PeakEwma"/>) times the requests that would wait there. Sees a slow
/// endpoint even where requests come one at a time and nothing queues. Source: Finagle's p2cPeakEwma, and Linkerd's default since.
/// </summary>
internal sealed class LeastLatency(Endpoint[] endpoints) : PowerOfTwoChoices(endpoints)
{
    /// <summary>For one that has not answered yet: the first request is welcome, the next ones wait for its answer.</summary>
    private const double Unknown = 1e6;

    private protected override bool IsLighter(Endpoint first, Endpoint second, TimeSpan now) => Load(first, now) <= Load(second, now);

    private static double Load(Endpoint endpoint, TimeSpan now)
    {
        var (latency, inFlight) = (endpoint.Latency.At(now), endpoint.InFlight);
        if (latency == 0 && inFlight > 0)
            latency = Unknown;
        return latency * (inFlight + 1.0) / endpoint.Weight;
    }
}
