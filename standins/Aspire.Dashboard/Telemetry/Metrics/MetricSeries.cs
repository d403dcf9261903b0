namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>
/// One combination of attributes of an instrument, over time. The last minutes are kept as they came, the last hour by ten seconds, half a
/// day by the minute; values are cumulative, so the last of each stretch says all that it needs to.
/// </summary>
internal sealed class MetricSeries(TelemetryAttribute[] attributes)
{
    readonly Tier _fine = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(6));
    readonly Tier _middle = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(66));
    readonly Tier _coarse = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(12 * 60 + 10));
    readonly ExemplarSlots _exemplars = new();
    MetricPoint? _last;

    public TelemetryAttribute[] Attributes => attributes;

    public IReadOnlyList<MetricExemplar> Exemplars => _exemplars.All;

    public long Bytes => 600 + TelemetryAttributes.Bytes(attributes) + _fine.Bytes + _middle.Bytes + _coarse.Bytes + _exemplars.Bytes;

    /// <param name="isDelta">It says what is new since the last one, and is added up here.</param>
    public void Add(MetricPoint point, bool isDelta)
    {
        if (_last is { } last)
        {
            // Sent again, or from behind: nothing to learn.
            if (point.Time <= last.Time)
                return;
            if (isDelta)
                point = point with { Value = last.Value + point.Value, Count = last.Count + point.Count, Buckets = Sum(last.Buckets, point.Buckets) };
            // Mostly nothing has happened since, and the same counts need be there once only.
            if (point.Buckets is not null && last.Buckets is not null && point.Buckets.AsSpan().SequenceEqual(last.Buckets))
                point = point with { Buckets = last.Buckets };
        }

        _last = point;
        _fine.Put(point);
        _middle.Put(point);
        _coarse.Put(point);
    }

    public void Add(MetricExemplar exemplar) => _exemplars.Add(exemplar);

    /// <summary>The points that are fine enough for a window, oldest first, and whether there were others before them.</summary>
    public (IReadOnlyList<MetricPoint> Points, bool HasEarlier) Points(TimeSpan window)
    {
        var tier = window <= TimeSpan.FromMinutes(5) ? _fine : window <= TimeSpan.FromHours(1) ? _middle : _coarse;
        return (tier.Points, tier.WasTrimmed);
    }

    /// <summary>Memory is short: the older half of everything goes.</summary>
    public void Halve()
    {
        _fine.Halve();
        _middle.Halve();
        _coarse.Halve();
        _exemplars.Halve();
    }

    static ulong[]? Sum(ulong[]? before, ulong[]? added)
    {
        if (before is null || added is null || before.Length != added.Length)
            return added;
        var sum = new ulong[added.Length];
        for (var i = 0; i < sum.Length; i++)
            sum[i] = before[i] + added[i];
        return sum;
    }

    sealed class Tier(TimeSpan width, TimeSpan reach)
    {
        readonly List<MetricPoint> _points = [];

        public bool WasTrimmed { get; private set; }

        public IReadOnlyList<MetricPoint> Points => _points;

        public long Bytes { get; private set; }

        public void Put(MetricPoint point)
        {
            if (_points.Count > 0 && _points[^1].Time.Ticks / width.Ticks == point.Time.Ticks / width.Ticks)
            {
                // The very first stays: it is what the next ones are compared with.
                if (_points.Count > 1 || WasTrimmed)
                {
                    Bytes -= BytesOf(_points.Count - 1);
                    _points.RemoveAt(_points.Count - 1);
                }
            }

            _points.Add(point);
            Bytes += BytesOf(_points.Count - 1);
            var old = 0;
            while (old < _points.Count - 1 && (_points[old].Time < point.Time - reach || _points.Count - old > reach / width))
                old++;
            // In steps: each removal moves all that stay.
            if (old > 32)
                Trim(old);
        }

        public void Halve() => Trim(_points.Count / 2);

        void Trim(int count)
        {
            if (count == 0)
                return;
            for (var i = 0; i < count; i++)
                Bytes -= BytesOf(i);
            // What the one after the last of them shared with it is its own now.
            if (count < _points.Count && count > 0 && _points[count].Buckets is { } kept && ReferenceEquals(kept, _points[count - 1].Buckets))
                Bytes += 24 + (kept.Length * 8);
            _points.RemoveRange(0, count);
            WasTrimmed = true;
        }

        long BytesOf(int index)
        {
            var buckets = _points[index].Buckets;
            var isShared = buckets is null || (index > 0 && ReferenceEquals(buckets, _points[index - 1].Buckets));
            return isShared ? 40 : 64 + (buckets!.Length * 8);
        }
    }
}
