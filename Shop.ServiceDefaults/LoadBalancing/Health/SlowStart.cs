namespace Shop.ServiceDefaults.LoadBalancing.Health;

/// <summary>
/// Lets an endpoint that is new or has returned warm up: its share rises from a tenth to the whole in the course of the window. What it is
/// not given yet goes to the others, whatever the policy. Source: Envoy's slow start mode, there by weight.
/// </summary>
internal sealed class SlowStart
{
    private const double SmallestShare = 0.1;

    private long _from = long.MinValue;

    internal void Begin(TimeSpan now) => Volatile.Write(ref _from, now.Ticks);

    /// <summary>Whether the endpoint takes a request that the policy would give it.</summary>
    internal bool Takes(TimeSpan window, TimeSpan now)
    {
        var from = Volatile.Read(ref _from);
        if (from == long.MinValue || now.Ticks - from >= window.Ticks)
            return true;
        return Random.Shared.NextDouble() < Math.Max(SmallestShare, (double)(now.Ticks - from) / window.Ticks);
    }
}
