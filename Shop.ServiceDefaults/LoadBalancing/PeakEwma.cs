namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// A latency that rises at once and falls slowly: the exponentially weighted moving average of what is measured, except that a measurement
/// above it replaces it. Unused it falls towards zero, so that an endpoint that was slow is tried again. Source: Finagle's PeakEwma
/// (finagle-core, com.twitter.finagle.loadbalancer).
/// </summary>
internal sealed class PeakEwma
{
    /// <summary>After this time a measurement weighs 1/e. Half of Finagle's ten seconds, since a cold start would be held against a replica for long.</summary>
    private static readonly TimeSpan s_decay = TimeSpan.FromSeconds(5);

    private const double WorstFailure = 1;

    private readonly Lock _lock = new();
    private double _seconds;
    private long _measuredAt;

    /// <summary>In seconds; 0 while nothing has been measured.</summary>
    internal double At(TimeSpan now) => Volatile.Read(ref _seconds) * Remaining(Volatile.Read(ref _measuredAt), now);

    /// <summary>
    /// A failure counts as twice what was to be expected, or one that fails at once would look like the fastest of all. What was given up would have
    /// taken longer still.
    /// </summary>
    internal void Observe(Outcome outcome, TimeSpan elapsed, TimeSpan now)
    {
        var (measured, expected) = (elapsed.TotalSeconds, At(now));
        if (outcome.IsFailure())
            Observe(Math.Max(measured, Math.Min(WorstFailure, 2 * Math.Max(measured, expected))), now);
        else if (outcome == Outcome.Answered || measured > expected)
            Observe(measured, now);
    }

    /// <summary>Begins anew.</summary>
    internal void Forget()
    {
        lock (_lock)
            Volatile.Write(ref _seconds, 0);
    }

    private void Observe(double measured, TimeSpan now)
    {
        lock (_lock)
        {
            var remaining = Remaining(_measuredAt, now);
            Volatile.Write(ref _seconds, measured > _seconds * remaining ? measured : _seconds * remaining + measured * (1 - remaining));
            Volatile.Write(ref _measuredAt, now.Ticks);
        }
    }

    private static double Remaining(long since, TimeSpan now) => Math.Exp(-Math.Max(0, now.Ticks - since) / (double)s_decay.Ticks);
}
