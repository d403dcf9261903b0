using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>The colour of a state, as the suffix of a CSS class: success, info, warning, error or quiet.</summary>
internal static class ResourceTone
{
    public static string Of(ResourceView view)
    {
        if (view.State == "Running" && view.Health is "Unhealthy" or "Degraded")
            return OfHealth(view.Health);
        if (view.StateStyle is "success" or "info" or "warning" or "error")
            return view.StateStyle;
        return view.State switch
        {
            "Running" => "success",
            "FailedToStart" or "RuntimeUnhealthy" => "error",
            "Exited" or "Finished" => view.ExitCode is null or 0 ? "quiet" : "error",
            "Starting" or "Stopping" => "info",
            "Waiting" => "warning",
            _ => "quiet",
        };
    }

    public static string OfHealth(string? health) => health switch
    {
        "Healthy" => "success",
        "Degraded" => "warning",
        "Unhealthy" => "error",
        _ => "quiet",
    };

    /// <summary>Something is under way, so the dot moves.</summary>
    public static bool IsBusy(ResourceView view) => view.State is "Starting" or "Stopping" or "Waiting";
}
