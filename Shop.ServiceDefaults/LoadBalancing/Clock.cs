namespace Shop.ServiceDefaults.LoadBalancing;

internal static class Clock
{
    /// <summary>A moment of the monotonic clock, as the time since an unknown beginning: moments can be compared and subtracted, and nothing turns them back.</summary>
    internal static TimeSpan Moment(this TimeProvider time) => time.GetElapsedTime(0);
}
