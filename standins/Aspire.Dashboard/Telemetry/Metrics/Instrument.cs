namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>A counter, gauge or histogram of a process. Guarded by the lock of its store.</summary>
internal sealed class Instrument(TelemetryResource resource, string meter, string name, string unit, string description, InstrumentKind kind)
{
    readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public TelemetryResource Resource => resource;
    public string Meter => meter;
    public string Name => name;
    public string Unit => unit;
    public string Description => description;
    public InstrumentKind Kind => kind;

    /// <summary>Of a histogram: the upper ends of all buckets but the last.</summary>
    public double[] Bounds { get; set; } = [];

    public IReadOnlyCollection<MetricSeries> Series => _series.Values;

    /// <summary>Null where it would be one more than are kept.</summary>
    public MetricSeries? Find(TelemetryAttribute[] attributes, int most, out bool isNew)
    {
        Array.Sort(attributes, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var key = string.Join('\u001f', attributes.Select(a => $"{a.Name}\u001e{a.Value}"));
        isNew = false;
        if (_series.TryGetValue(key, out var series))
            return series;
        if (_series.Count >= most)
            return null;
        isNew = true;
        _series.Add(key, series = new MetricSeries(attributes));
        return series;
    }

    /// <summary>Buckets that have changed can't be compared with those of before.</summary>
    public void ChangeBounds(double[] bounds)
    {
        Bounds = bounds;
        _series.Clear();
    }
}
