namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// How much is kept. What is beyond goes, oldest first, and is counted. The bytes are estimates of what an entry takes in memory; they
/// hold where entries are few and large, the numbers where they are many and small.
/// </summary>
public sealed record TelemetryLimits
{
    public int Logs { get; init; } = 10_000;
    public long LogBytes { get; init; } = 48L << 20;
    public int Traces { get; init; } = 10_000;
    public long TraceBytes { get; init; } = 192L << 20;
    public int SpansPerTrace { get; init; } = 5_000;

    /// <summary>Series of one instrument: the combinations of its attributes' values.</summary>
    public int SeriesPerInstrument { get; init; } = 500;
    public int Series { get; init; } = 5_000;
    public long MetricBytes { get; init; } = 64L << 20;
    public int InstrumentsPerResource { get; init; } = 500;
    public int Resources { get; init; } = 200;

    /// <summary>Attributes of one record; the first ones are kept.</summary>
    public int Attributes { get; init; } = 128;
    public int NameLength { get; init; } = 256;
    public int TextLength { get; init; } = 16_384;
    public int EventsPerSpan { get; init; } = 128;
    public int LinksPerSpan { get; init; } = 128;

    /// <summary>One export as it comes, and unpacked.</summary>
    public int RequestBytes { get; init; } = 16 << 20;
}
