namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What an instrument said at a moment: a value; of a histogram the sum, the count, and the counts of its buckets so far.</summary>
internal readonly record struct MetricPoint(DateTime Time, double Value, ulong Count, ulong[]? Buckets);

/// <summary>One measurement of many, with the trace in which it was made.</summary>
public sealed record MetricExemplar(DateTime Time, double Value, UInt128 TraceId, ulong SpanId);

public enum InstrumentKind
{
    /// <summary>A value as it is.</summary>
    Gauge,

    /// <summary>Only grows; its rate is what tells something.</summary>
    Counter,

    /// <summary>Grows and shrinks, and adds up over series.</summary>
    UpDownCounter,
    Histogram,
}
