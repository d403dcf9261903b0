using System.Diagnostics;
using OpenTelemetry;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Leaves out what nobody has asked for: what belongs to a request that is left out, such as a health check's query, and a query or a request on nobody's
/// behalf, which is a worker's look whether there is something to do, many times a second. What it then does is traced, and so is a look that fails.
/// </summary>
internal sealed class UnaskedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status != ActivityStatusCode.Error && (IsLook(data) || IsOfWhatIsLeftOut(data)))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private static bool IsLook(Activity activity) => activity.Kind == ActivityKind.Client && activity.ParentSpanId == default;

    /// <summary>A sampler that takes all, as development has it, takes what is below an unrecorded request too.</summary>
    private static bool IsOfWhatIsLeftOut(Activity activity)
    {
        for (var above = activity.Parent; above is not null; above = above.Parent)
            if (!above.Recorded)
                return true;
        return false;
    }
}
