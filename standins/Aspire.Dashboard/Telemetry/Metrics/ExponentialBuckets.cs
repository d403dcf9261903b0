using Aspire.Dashboard.Otlp.Wire;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// Exponential histograms change the width of their buckets as they go. Here all have four buckets for each doubling, between a millionth
/// and a million, so that one moment can be compared with another.
/// </summary>
internal static class ExponentialBuckets
{
    const int Scale = 2;
    const int Lowest = -80;
    const int Highest = 80;

    /// <summary>Upper ends: zero and below first, then the doublings.</summary>
    public static double[] Bounds { get; } = [0, .. Enumerable.Range(Lowest, Highest - Lowest + 1).Select(i => Math.Pow(2, (i + 1.0) / (1 << Scale)))];

    public static ulong[] Counts(ExponentialHistogramDataPoint point)
    {
        var counts = new ulong[Bounds.Length + 1];
        counts[0] = point.ZeroCount;
        foreach (var negative in point.Negative?.BucketCounts ?? [])
            counts[0] += negative;
        if (point.Positive is not { } positive)
            return counts;
        for (var i = 0; i < positive.BucketCounts.Count; i++)
        {
            var index = (long)positive.Offset + i;
            var scaled = point.Scale >= Scale ? index >> Math.Min(62, point.Scale - Scale) : index << Math.Min(30, Scale - point.Scale);
            counts[1 + (int)(Math.Clamp(scaled, Lowest, Highest) - Lowest)] += positive.BucketCounts[i];
        }

        return counts;
    }
}
