using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Health;

/// <summary>
/// Says in the log when the health changes, and why. The framework would log an error at each poll, and polls are many while a service
/// waits for its database.
/// </summary>
internal sealed class HealthLog(ILogger<HealthLog> logger)
{
    internal const string FrameworkCategory = "Microsoft.Extensions.Diagnostics.HealthChecks";

    private string _last = "";

    internal void Report(HealthReport report)
    {
        var ailing = string.Join("; ", report.Entries
            .Where(static entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(static entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Status.ToString()}"));
        var before = Interlocked.Exchange(ref _last, ailing);
        if (ailing == before)
            return;
        if (ailing.Length == 0)
            logger.LogInformation("Healthy again.");
        else
            logger.LogWarning("Not healthy. {Checks}", ailing);
    }
}
