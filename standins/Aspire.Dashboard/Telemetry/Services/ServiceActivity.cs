using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry.Services;

/// <summary>
/// What each service was asked, how often it failed and how long it took, for the last hour. Counted as spans come in, so that it is
/// exact however many of them are kept.
/// </summary>
internal sealed class ServiceActivity(TimeProvider time, TelemetryLimits limits)
{
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    static readonly int Slices = (int)(Longest / Slice);

    readonly Lock _lock = new();
    readonly Dictionary<string, Counted[]> _services = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Services
    {
        get
        {
            lock (_lock)
                return [.. _services.Keys.Order(StringComparer.OrdinalIgnoreCase)];
        }
    }

    public void Add(TraceSpan span)
    {
        if (!span.IsEntry)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        // A clock that is wrong must not put it beyond the hour that is shown, nor into the future.
        var at = span.End > now || span.End < now - Longest + (2 * Slice) ? now : span.End;
        lock (_lock)
        {
            if (!_services.TryGetValue(span.Resource.Name, out var slices))
            {
                if (_services.Count >= limits.Resources)
                    return;
                _services.Add(span.Resource.Name, slices = new Counted[Slices]);
            }

            var index = IndexOf(at);
            ref var slice = ref slices[index % Slices];
            if (slice.Index != index)
                slice = new Counted { Index = index, Latencies = slice.Latencies is { } used ? Emptied(used) : new int[LatencyCounts.Classes] };
            slice.Requests++;
            if (span.IsError)
                slice.Errors++;
            slice.Latencies![LatencyCounts.ClassOf(span.Duration)]++;
        }
    }

    public ServiceFigures Figures(string service, TimeSpan window)
    {
        var last = IndexOf(time.GetUtcNow().UtcDateTime);
        var count = Math.Clamp((int)Math.Ceiling(window / Slice), 1, Slices);
        var latencies = new int[LatencyCounts.Classes];
        var perSlice = new int[count];
        var errorsPerSlice = new int[count];
        lock (_lock)
        {
            if (_services.GetValueOrDefault(service) is { } slices)
                foreach (var slice in slices)
                {
                    if (slice.Latencies is null || slice.Index <= last - count || slice.Index > last)
                        continue;
                    var place = (int)(slice.Index - (last - count) - 1);
                    perSlice[place] = slice.Requests;
                    errorsPerSlice[place] = slice.Errors;
                    for (var i = 0; i < latencies.Length; i++)
                        latencies[i] += slice.Latencies[i];
                }
        }

        return new(service, window, perSlice, errorsPerSlice, LatencyCounts.Percentile(latencies, 50), LatencyCounts.Percentile(latencies, 95), LatencyCounts.Percentile(latencies, 99));
    }

    public void Clear()
    {
        lock (_lock)
            _services.Clear();
    }

    static long IndexOf(DateTime at) => at.Ticks / Slice.Ticks;

    static int[] Emptied(int[] counts)
    {
        Array.Clear(counts);
        return counts;
    }

    struct Counted
    {
        public long Index;
        public int Requests;
        public int Errors;
        public int[]? Latencies;
    }
}

/// <param name="RequestsPerSlice">Of <see cref="ServiceActivity.Slice"/> each, oldest first.</param>
internal sealed record ServiceFigures(string Service, TimeSpan Window, IReadOnlyList<int> RequestsPerSlice, IReadOnlyList<int> ErrorsPerSlice, TimeSpan? P50, TimeSpan? P95, TimeSpan? P99)
{
    public int Requests => RequestsPerSlice.Sum();

    public int Errors => ErrorsPerSlice.Sum();

    public double PerSecond => Requests / Window.TotalSeconds;

    public double ErrorShare => Requests == 0 ? 0 : (double)Errors / Requests;
}
