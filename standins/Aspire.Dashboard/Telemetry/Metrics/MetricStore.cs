using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf.Collections;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>All instruments of all processes, each with its series of the last half day.</summary>
internal sealed class MetricStore(TelemetryLimits limits, ResourceRegistry resources, IncomingText text, TimeProvider time)
{
    const int MostBuckets = 512;

    readonly Lock _lock = new();
    readonly Dictionary<(TelemetryResource, string, string), Instrument> _instruments = [];
    readonly Dictionary<TelemetryResource, int> _perResource = [];
    long _bytes;
    int _series;

    public event Action? Changed;

    /// <summary>Points of series or instruments beyond the most that are kept.</summary>
    public long Dropped { get; private set; }

    public int Series => Volatile.Read(ref _series);

    /// <returns>How many points were not understood.</returns>
    public int Add(IEnumerable<ResourceMetrics> incoming)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var rejected = 0;
        lock (_lock)
        {
            foreach (var group in incoming)
            {
                var resource = resources.Get(group.Resource);
                foreach (var scope in group.ScopeMetrics)
                {
                    var meter = text.Name(scope.Scope?.Name ?? "");
                    foreach (var metric in scope.Metrics)
                        rejected += Add(resource, meter, metric, now);
                }
            }

            if (_bytes > limits.MetricBytes)
                Shrink();
        }

        Changed?.Invoke();
        return rejected;
    }

    /// <summary>Reads under the lock; what it gives back must not hold what is in here.</summary>
    public T Read<T>(Func<IEnumerable<Instrument>, T> read)
    {
        lock (_lock)
            return read(_instruments.Values);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _instruments.Clear();
            _perResource.Clear();
            (_bytes, _series) = (0, 0);
        }

        Changed?.Invoke();
    }

    int Add(TelemetryResource resource, string meter, Metric metric, DateTime now)
    {
        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                AddNumbers(Find(resource, meter, metric, InstrumentKind.Gauge), metric.Gauge.DataPoints, isDelta: false, now);
                return 0;
            case Metric.DataOneofCase.Sum:
                AddNumbers(
                    Find(resource, meter, metric, metric.Sum.IsMonotonic ? InstrumentKind.Counter : InstrumentKind.UpDownCounter),
                    metric.Sum.DataPoints, IsDelta(metric.Sum.AggregationTemporality), now);
                return 0;
            case Metric.DataOneofCase.Histogram:
                return AddHistogram(resource, meter, metric, now);
            case Metric.DataOneofCase.ExponentialHistogram:
                var exponential = Find(resource, meter, metric, InstrumentKind.Histogram);
                foreach (var point in metric.ExponentialHistogram.DataPoints)
                    Add(exponential, point.Attributes, new(IncomingText.Time(point.TimeUnixNano, now), point.Sum, point.Count, ExponentialBuckets.Counts(point)),
                        ExponentialBuckets.Bounds, IsDelta(metric.ExponentialHistogram.AggregationTemporality), point.Exemplars);
                return 0;
            case Metric.DataOneofCase.Summary:
                // Its percentiles can't be put together with others'; count and sum can.
                var summary = Find(resource, meter, metric, InstrumentKind.Histogram);
                foreach (var point in metric.Summary.DataPoints)
                    Add(summary, point.Attributes, new(IncomingText.Time(point.TimeUnixNano, now), point.Sum, point.Count, [point.Count]), [], isDelta: false, null);
                return 0;
            default:
                return 1;
        }
    }

    int AddHistogram(TelemetryResource resource, string meter, Metric metric, DateTime now)
    {
        var instrument = Find(resource, meter, metric, InstrumentKind.Histogram);
        var rejected = 0;
        foreach (var point in metric.Histogram.DataPoints)
        {
            double[] bounds = [.. point.ExplicitBounds];
            // A histogram may come without buckets; then all are in the one that there is.
            ulong[] counts = point.BucketCounts.Count == 0 ? [point.Count] : [.. point.BucketCounts];
            if (counts.Length != bounds.Length + 1 || counts.Length > MostBuckets || !IsAscending(bounds))
            {
                rejected++;
                continue;
            }

            Add(instrument, point.Attributes, new(IncomingText.Time(point.TimeUnixNano, now), point.Sum, point.Count, counts), bounds,
                IsDelta(metric.Histogram.AggregationTemporality), point.Exemplars);
        }

        return rejected;
    }

    void AddNumbers(Instrument? instrument, RepeatedField<NumberDataPoint> points, bool isDelta, DateTime now)
    {
        foreach (var point in points)
        {
            var value = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
            if (double.IsFinite(value))
                Add(instrument, point.Attributes, new(IncomingText.Time(point.TimeUnixNano, now), value, 0, null), null, isDelta, point.Exemplars);
        }
    }

    void Add(Instrument? instrument, RepeatedField<KeyValue> attributes, MetricPoint point, double[]? bounds, bool isDelta, RepeatedField<Exemplar>? exemplars)
    {
        if (instrument is null)
        {
            Dropped++;
            return;
        }

        if (bounds is not null && !bounds.AsSpan().SequenceEqual(instrument.Bounds))
        {
            Forget(instrument);
            instrument.ChangeBounds(bounds);
        }

        var series = instrument.Find(text.Attributes(attributes), _series < limits.Series ? limits.SeriesPerInstrument : 0, out var isNew);
        if (series is null)
        {
            Dropped++;
            return;
        }

        var before = isNew ? 0 : series.Bytes;
        if (isNew)
            _series++;
        series.Add(point, isDelta);
        foreach (var exemplar in exemplars ?? [])
            if (Read(exemplar, point.Time) is { } read)
                series.Add(read);
        _bytes += series.Bytes - before;
    }

    /// <summary>Null for one that leads nowhere, or says nothing.</summary>
    static MetricExemplar? Read(Exemplar exemplar, DateTime time)
    {
        var value = exemplar.ValueCase == Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble;
        var trace = IncomingText.TraceId(exemplar.TraceId);
        return trace == 0 || !double.IsFinite(value) ? null : new(IncomingText.Time(exemplar.TimeUnixNano, time), value, trace, IncomingText.SpanId(exemplar.SpanId));
    }

    Instrument? Find(TelemetryResource resource, string meter, Metric metric, InstrumentKind kind)
    {
        var name = text.Name(metric.Name);
        if (_instruments.TryGetValue((resource, meter, name), out var known))
        {
            if (known.Kind == kind)
                return known;
            // The same name for something else: a new version of the service, with the same id.
            Forget(known);
            _perResource[resource]--;
        }

        var count = _perResource.GetValueOrDefault(resource);
        if (count >= limits.InstrumentsPerResource)
            return null;
        _perResource[resource] = count + 1;
        return _instruments[(resource, meter, name)] = new Instrument(resource, meter, name, text.Name(metric.Unit), text.Text(metric.Description), kind);
    }

    void Forget(Instrument instrument)
    {
        foreach (var series in instrument.Series)
        {
            _bytes -= series.Bytes;
            _series--;
        }
    }

    void Shrink()
    {
        _bytes = 0;
        foreach (var series in _instruments.Values.SelectMany(i => i.Series))
        {
            series.Halve();
            _bytes += series.Bytes;
        }
    }

    static bool IsDelta(AggregationTemporality temporality) => temporality == AggregationTemporality.Delta;

    static bool IsAscending(double[] bounds)
    {
        for (var i = 1; i < bounds.Length; i++)
            if (!(bounds[i] > bounds[i - 1]))
                return false;
        return bounds.Length == 0 || !double.IsNaN(bounds[0]);
    }
}
