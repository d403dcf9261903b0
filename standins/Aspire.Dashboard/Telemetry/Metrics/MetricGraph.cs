namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What of an instrument is wanted.</summary>
/// <param name="Filters">Conditions on the attributes of its series.</param>
/// <param name="SplitBy">An attribute whose values get a line each; <see cref="MetricGraph.ByInstance"/> for the processes; null for one line of all.</param>
internal sealed record MetricQuery(string? Resource, string Meter, string Name, TimeSpan Window, IReadOnlyList<FieldFilter> Filters, string? SplitBy);

/// <param name="Values">One for each step; null where there is nothing to say.</param>
public sealed record MetricLine(string Name, IReadOnlyList<double?> Values);

/// <summary>An instrument over time, as lines of equal steps.</summary>
/// <param name="Dimensions">The attributes of its series, with the values that there are.</param>
/// <param name="LeftOut">Lines beyond the most that are drawn.</param>
/// <param name="Exemplars">The highest of each step, by their time.</param>
public sealed record MetricGraph(
    string Name, string Unit, string Description, InstrumentKind Kind, DateTime From, TimeSpan Step, IReadOnlyList<MetricLine> Lines, int LeftOut,
    IReadOnlyDictionary<string, string[]> Dimensions, IReadOnlyList<MetricExemplar> Exemplars)
{
    public const string ByInstance = "(instance)";

    static readonly double[] Percentiles = [50, 95, 99];
    const int MostLines = 8;
    const int MostValues = 50;

    public static TimeSpan StepOf(TimeSpan window) => window.TotalMinutes switch
    {
        <= 1 => TimeSpan.FromSeconds(2),
        <= 5 => TimeSpan.FromSeconds(5),
        <= 15 => TimeSpan.FromSeconds(10),
        <= 30 => TimeSpan.FromSeconds(20),
        <= 60 => TimeSpan.FromSeconds(30),
        <= 180 => TimeSpan.FromMinutes(2),
        <= 360 => TimeSpan.FromMinutes(3),
        _ => TimeSpan.FromMinutes(6),
    };

    /// <summary>Null where there is no such instrument.</summary>
    internal static MetricGraph? Of(MetricStore store, MetricQuery query, DateTime now) => store.Read(all =>
    {
        var instruments = all.Where(i => i.Name == query.Name && i.Meter == query.Meter && (query.Resource is null || i.Resource.Is(query.Resource))).ToArray();
        return instruments.Length == 0 ? null : Draw([.. instruments.Where(i => i.Kind == instruments[0].Kind)], query, now);
    });

    static MetricGraph Draw(Instrument[] instruments, MetricQuery query, DateTime now)
    {
        var step = StepOf(query.Window);
        var steps = (int)(query.Window / step);
        // Whole steps, so that the lines stand still while time goes on. Of the one that is not over yet a rate would be too low.
        var end = new DateTime(now.Ticks - (now.Ticks % step.Ticks), DateTimeKind.Utc) + (instruments[0].Kind == InstrumentKind.Counter ? TimeSpan.Zero : step);
        var from = end - (steps * step);
        var chosen = instruments
            .SelectMany(i => i.Series.Select(s => (Instrument: i, Series: s)))
            .Where(s => query.Filters.All(f => f.Matches(s.Series.Attributes.Find(f.Field))))
            .ToArray();
        var kind = instruments[0].Kind;
        // Gauges do not add up: each process, and each series of it, is a line.
        var groups = chosen
            .GroupBy(s => query.SplitBy switch
            {
                ByInstance => s.Instrument.Resource.Id,
                { } name => s.Series.Attributes.Find(name) ?? "–",
                null when kind == InstrumentKind.Gauge => string.Join(' ', s.Series.Attributes.Select(a => a.Value).Prepend(s.Instrument.Resource.Id)),
                null => "",
            })
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToArray();
        var lines = new List<MetricLine>();
        foreach (var group in groups)
        {
            if (kind == InstrumentKind.Histogram)
                lines.AddRange(OfHistogram(group.Key, [.. group.Where(s => s.Instrument.Bounds.AsSpan().SequenceEqual(instruments[0].Bounds)).Select(s => s.Series)], instruments[0].Bounds, query, from, step, steps, isSplit: groups.Length > 1));
            else
                lines.Add(new(group.Key, kind == InstrumentKind.Counter
                    ? Rates([.. group.Select(s => s.Series)], query.Window, from, step, steps)
                    : Levels([.. group.Select(s => s.Series)], query.Window, from, step, steps, adds: kind == InstrumentKind.UpDownCounter)));
        }

        var shown = lines.OrderByDescending(l => l.Values.Max() ?? double.MinValue).Take(MostLines).OrderBy(l => lines.IndexOf(l)).ToArray();
        return new(
            instruments[0].Name, instruments[0].Unit, instruments[0].Description, kind, from, step, shown, lines.Count - shown.Length,
            instruments.SelectMany(i => i.Series).SelectMany(s => s.Attributes).GroupBy(a => a.Name)
                .ToDictionary(g => g.Key, g => g.Select(a => a.Value).Distinct().Order(StringComparer.OrdinalIgnoreCase).Take(MostValues).ToArray()),
            [.. chosen.SelectMany(s => s.Series.Exemplars).Where(e => e.Time >= from && e.Time < from + (steps * step))
                .GroupBy(e => (e.Time - from).Ticks / step.Ticks).Select(g => g.MaxBy(e => e.Value)!).OrderBy(e => e.Time)]);
    }

    static IEnumerable<MetricLine> OfHistogram(string name, MetricSeries[] series, double[] bounds, MetricQuery query, DateTime from, TimeSpan step, int steps, bool isSplit)
    {
        var counts = new ulong[steps][];
        foreach (var one in series)
            Increases(one, query.Window, (before, after, restarted) =>
            {
                if (PlaceOf(after.Time, from, step, steps) is not { } place || ReferenceEquals(after.Buckets, before?.Buckets))
                    return;
                var sums = counts[place] ??= new ulong[bounds.Length + 1];
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += after.Buckets![i] - (before is { Buckets: { } b } && !restarted ? b[i] : 0);
            });
        // Side by side only one percentile of each can be read.
        foreach (var percent in isSplit ? [95.0] : Percentiles)
            yield return new(
                isSplit ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"P{percent}"),
                [.. counts.Select(c => c is null ? null : HistogramPercentile.Of(bounds, c, percent))]);
    }

    static double?[] Rates(MetricSeries[] series, TimeSpan window, DateTime from, TimeSpan step, int steps)
    {
        var values = new double?[steps];
        foreach (var one in series)
        {
            var increases = new double[steps];
            var covered = new TimeSpan[steps];
            Increases(one, window, (before, after, restarted) =>
            {
                var increase = after.Value - (before is { } b && !restarted ? b.Value : 0);
                // Spread over the time since the last one, which may be longer than a step.
                var begin = before?.Time ?? after.Time - step;
                var first = Math.Max(0, (int)Math.Floor((begin - from) / step));
                for (var place = first; place < steps && from + (place * step) < after.Time; place++)
                {
                    var stepBegin = from + (place * step);
                    var overlap = new[] { after.Time, stepBegin + step }.Min() - new[] { begin, stepBegin }.Max();
                    if (overlap <= TimeSpan.Zero)
                        continue;
                    increases[place] += increase * (overlap / (after.Time - begin));
                    covered[place] += overlap;
                }
            });
            // By the time that is known, not by the step: the newest one is never known to its end.
            for (var place = 0; place < steps; place++)
                if (covered[place] > TimeSpan.Zero)
                    values[place] = (values[place] ?? 0) + (increases[place] / covered[place].TotalSeconds);
        }

        return values;
    }

    static double?[] Levels(MetricSeries[] series, TimeSpan window, DateTime from, TimeSpan step, int steps, bool adds)
    {
        var values = new double?[steps];
        foreach (var one in series)
        {
            var points = one.Points(window).Points;
            var at = 0;
            MetricPoint? last = null;
            for (var place = 0; place < steps; place++)
            {
                var until = from + ((place + 1) * step);
                while (at < points.Count && points[at].Time < until)
                    last = points[at++];
                // What has not been said for a while is not so any more: the process may be gone.
                if (last is { } level && until - level.Time <= (step > TimeSpan.FromMinutes(1) ? step * 2 : TimeSpan.FromMinutes(2)))
                    values[place] = adds ? (values[place] ?? 0) + level.Value : level.Value;
            }
        }

        return values;
    }

    /// <summary>From each point to the next; a smaller one means that the process began anew, from nothing.</summary>
    static void Increases(MetricSeries series, TimeSpan window, Action<MetricPoint?, MetricPoint, bool> add)
    {
        var (points, hasEarlier) = series.Points(window);
        MetricPoint? before = null;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            if (i > 0 || !hasEarlier)
                add(before, point, before is { } b && (point.Buckets is null ? point.Value < b.Value : point.Count < b.Count || point.Buckets.Length != b.Buckets?.Length));
            before = point;
        }
    }

    static int? PlaceOf(DateTime time, DateTime from, TimeSpan step, int steps) =>
        time >= from && (int)((time - from) / step) is var place && place < steps ? place : null;
}
