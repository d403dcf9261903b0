namespace Aspire.Dashboard.Telemetry.Metrics;

internal static class HistogramPercentile
{
    /// <summary>As if the measurements of a bucket were spread over it evenly. Null where there are none.</summary>
    public static double? Of(double[] bounds, ulong[] counts, double percent)
    {
        ulong total = 0;
        foreach (var count in counts)
            total += count;
        if (total == 0 || bounds.Length == 0)
            return null;
        var rank = total * percent / 100;
        double seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0 || seen + counts[i] < rank)
            {
                seen += counts[i];
                continue;
            }

            // Of the last bucket no end is known.
            if (i == bounds.Length)
                return bounds[^1];
            var lower = i == 0 ? Math.Min(0, bounds[0]) : bounds[i - 1];
            return lower + ((bounds[i] - lower) * (rank - seen) / counts[i]);
        }

        return bounds[^1];
    }
}
