namespace Aspire.Dashboard.Telemetry;

/// <summary>From when until when, both included; what is not set has no end. In UTC.</summary>
internal readonly record struct TimeRange(DateTime? Since, DateTime? Until)
{
    public bool Contains(DateTime time) => !(time < Since) && !(time > Until);
}
