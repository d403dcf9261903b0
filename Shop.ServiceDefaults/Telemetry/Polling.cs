using System.Diagnostics;
using OpenTelemetry;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Leaves out what nobody has asked for: a query or a request on nobody's behalf is a worker's look whether there is something to do, many times a
/// second. What it then does is traced, and so is a look that fails.
/// </summary>
internal sealed class Polling : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, ParentSpanId: var parent, Status: not ActivityStatusCode.Error } && parent == default)
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
