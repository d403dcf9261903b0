namespace Aspire.Dashboard.Telemetry;

internal static class TraceLinks
{
    public static string Of(UInt128 trace, ulong span = 0) => span == 0 ? $"/traces/{TelemetryId.Text(trace)}" : $"/traces/{TelemetryId.Text(trace)}?span={TelemetryId.Text(span)}";
}
