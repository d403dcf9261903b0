namespace Aspire.Dashboard.Telemetry.Runs;

/// <summary>A run of the application whose telemetry is kept.</summary>
internal sealed record TelemetryRun(long Id, DateTime StartedAt);

/// <summary>Stands where the run that is looked at was when something came in, and at last where it ended.</summary>
internal sealed class ReplayClock(DateTime start) : TimeProvider
{
    public DateTime Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => new(DateTime.SpecifyKind(Now, DateTimeKind.Utc));
}
