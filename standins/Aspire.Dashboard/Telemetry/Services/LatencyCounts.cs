namespace Aspire.Dashboard.Telemetry.Services;

/// <summary>
/// Durations counted in classes that grow by a ninth each: whatever comes takes the same memory, and a percentile is right within a few
/// percent.
/// </summary>
internal static class LatencyCounts
{
    const double Least = 0.0001; // seconds
    const int PerDoubling = 6;

    public const int Classes = 150; // up to an hour

    public static int ClassOf(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        return seconds <= Least ? 0 : Math.Min(Classes - 1, 1 + (int)(Math.Log2(seconds / Least) * PerDoubling));
    }

    /// <summary>Null where nothing was counted.</summary>
    public static TimeSpan? Percentile(ReadOnlySpan<int> counts, double percent)
    {
        long total = 0;
        foreach (var count in counts)
            total += count;
        if (total == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(total * percent / 100));
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (seen + counts[i] < rank)
            {
                seen += counts[i];
                continue;
            }

            // As if those of a class were spread over it evenly.
            var lower = i == 0 ? 0 : Least * Math.Pow(2, (i - 1.0) / PerDoubling);
            var upper = Least * Math.Pow(2, (double)i / PerDoubling);
            return TimeSpan.FromSeconds(lower + ((upper - lower) * (rank - seen - 0.5) / counts[i]));
        }

        return null;
    }
}
