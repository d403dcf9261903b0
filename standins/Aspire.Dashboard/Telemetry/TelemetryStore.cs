using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Services;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry;

/// <summary>The telemetry of one run of the application, in memory.</summary>
internal sealed class TelemetryStore
{
    public TelemetryStore(TelemetryLimits limits, TimeProvider time)
    {
        Clock = time;
        var text = new IncomingText(limits, new TextPool());
        var resources = new ResourceRegistry(limits, text);
        Resources = resources;
        Services = new ServiceActivity(time, limits);
        Logs = new LogStore(limits, resources, text, time);
        Traces = new TraceStore(limits, resources, text, Services, time);
        Metrics = new MetricStore(limits, resources, text, time);
    }

    /// <summary>Of the run that it is about: an earlier one has stood still since it ended.</summary>
    public TimeProvider Clock { get; }

    public ResourceRegistry Resources { get; }
    public ServiceActivity Services { get; }
    public LogStore Logs { get; }
    public TraceStore Traces { get; }
    public MetricStore Metrics { get; }

    public void Clear()
    {
        Logs.Clear();
        Traces.Clear();
        Metrics.Clear();
        Services.Clear();
        Resources.Clear();
    }
}
