using System.Buffers.Binary;
using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

/// <summary>Telemetry as it comes over the wire, in few words.</summary>
static class Incoming
{
    public static ResourceSpans Spans(string service, params Span[] spans) =>
        new() { Resource = Service(service), ScopeSpans = { new ScopeSpans { Scope = new() { Name = "test" }, Spans = { spans } } } };

    public static Span Span(ulong trace, ulong id, ulong parent = 0, string name = "work", double from = 0, double to = 1, Span.Types.SpanKind kind = Aspire.Dashboard.Otlp.Wire.Span.Types.SpanKind.Internal, bool fails = false, DateTime? at = null, params (string, string)[] attributes) => new()
    {
        TraceId = TraceId(trace),
        SpanId = SpanId(id),
        ParentSpanId = parent == 0 ? ByteString.Empty : SpanId(parent),
        Name = name,
        Kind = kind,
        StartTimeUnixNano = Nanoseconds((at ?? DateTime.UtcNow).AddMilliseconds(from)),
        EndTimeUnixNano = Nanoseconds((at ?? DateTime.UtcNow).AddMilliseconds(to)),
        Status = new() { Code = fails ? Status.Types.StatusCode.Error : Status.Types.StatusCode.Unset },
        Attributes = { attributes.Select(a => Attribute(a.Item1, a.Item2)) },
    };

    public static ResourceLogs Logs(string service, params LogRecord[] records) =>
        new() { Resource = Service(service), ScopeLogs = { new ScopeLogs { Scope = new() { Name = "Test.Category" }, LogRecords = { records } } } };

    /// <param name="severity">9 information, 13 warning, 17 error.</param>
    public static LogRecord Log(string message, int severity = 9, string? template = null, ulong trace = 0, ulong span = 0, DateTime? at = null, params (string, string)[] attributes)
    {
        var record = new LogRecord
        {
            Body = new() { StringValue = message },
            SeverityNumber = severity,
            TimeUnixNano = Nanoseconds(at ?? DateTime.UtcNow),
            TraceId = trace == 0 ? ByteString.Empty : TraceId(trace),
            SpanId = span == 0 ? ByteString.Empty : SpanId(span),
            Attributes = { attributes.Select(a => Attribute(a.Item1, a.Item2)) },
        };
        if (template is not null)
            record.Attributes.Add(Attribute("{OriginalFormat}", template));
        return record;
    }

    public static ResourceMetrics Metrics(string service, params Metric[] metrics) =>
        new() { Resource = Service(service), ScopeMetrics = { new ScopeMetrics { Scope = new() { Name = "test.meter" }, Metrics = { metrics } } } };

    public static Metric Counter(string name, params NumberDataPoint[] points) =>
        new() { Name = name, Unit = "{thing}", Sum = new() { IsMonotonic = true, AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { points } } };

    public static Metric Gauge(string name, params NumberDataPoint[] points) => new() { Name = name, Gauge = new() { DataPoints = { points } } };

    public static NumberDataPoint Point(DateTime at, double value, params (string, string)[] attributes) =>
        new() { TimeUnixNano = Nanoseconds(at), AsDouble = value, Attributes = { attributes.Select(a => Attribute(a.Item1, a.Item2)) } };

    public static Metric Histogram(string name, double[] bounds, AggregationTemporality temporality, params (DateTime At, ulong[] Counts)[] points) => new()
    {
        Name = name,
        Unit = "s",
        Histogram = new()
        {
            AggregationTemporality = temporality,
            DataPoints =
            {
                points.Select(p => new HistogramDataPoint
                {
                    TimeUnixNano = Nanoseconds(p.At), Count = (ulong)p.Counts.Sum(c => (long)c), Sum = p.Counts.Sum(c => (long)c), BucketCounts = { p.Counts }, ExplicitBounds = { bounds },
                }),
            },
        },
    };

    /// <param name="trace">Zero for none.</param>
    public static Exemplar Exemplar(DateTime at, double value, ulong trace) =>
        new() { TimeUnixNano = Nanoseconds(at), AsDouble = value, TraceId = trace == 0 ? ByteString.Empty : TraceId(trace), SpanId = SpanId(1) };

    public static KeyValue Attribute(string name, string value) => new() { Key = name, Value = new() { StringValue = value } };

    public static Resource Service(string name) => new() { Attributes = { Attribute("service.name", name) } };

    public static ulong Nanoseconds(DateTime at) => (ulong)(at - DateTime.UnixEpoch).Ticks * 100;

    static ByteString TraceId(ulong id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), id);
        return ByteString.CopyFrom(bytes);
    }

    static ByteString SpanId(ulong id)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        return ByteString.CopyFrom(bytes);
    }
}
