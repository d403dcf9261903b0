using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Google.Protobuf;

namespace Aspire.Dashboard.Otlp;

/// <summary>Where both ways in end: the store, and whoever keeps what came.</summary>
internal sealed class OtlpSink(TelemetryStore store)
{
    /// <summary>Told of each export after it was taken in.</summary>
    public Action<IMessage>? Received { get; set; }

    public ExportLogsServiceResponse Take(ExportLogsServiceRequest request)
    {
        store.Logs.Add(request.ResourceLogs);
        Received?.Invoke(request);
        return new();
    }

    public ExportTraceServiceResponse Take(ExportTraceServiceRequest request)
    {
        var rejected = store.Traces.Add(request.ResourceSpans);
        Received?.Invoke(request);
        return rejected == 0 ? new() : new() { PartialSuccess = new() { RejectedSpans = rejected, ErrorMessage = "Spans need a trace id of 16 bytes and a span id of 8." } };
    }

    public ExportMetricsServiceResponse Take(ExportMetricsServiceRequest request)
    {
        var rejected = store.Metrics.Add(request.ResourceMetrics);
        Received?.Invoke(request);
        return rejected == 0 ? new() : new() { PartialSuccess = new() { RejectedDataPoints = rejected, ErrorMessage = "Points need data of a known kind, and a histogram ascending bounds and a count for each bucket." } };
    }
}
