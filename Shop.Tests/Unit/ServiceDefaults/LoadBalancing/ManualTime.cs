namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

/// <summary>A clock that stands still until it is told otherwise.</summary>
sealed class ManualTime : TimeProvider
{
    private long _now = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Advance(TimeSpan duration) => Interlocked.Add(ref _now, duration.Ticks);
}
