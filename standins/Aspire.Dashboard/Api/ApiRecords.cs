using Aspire.Dashboard.Model;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Messages;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <param name="Total">How many match, of which <paramref name="Items"/> are as many as were asked for.</param>
/// <param name="Dropped">Records that are not kept any more.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, int Total, long Dropped);

/// <param name="Id">What <c>run=</c> names.</param>
internal sealed record ApiRun(long Id, DateTime StartedAt);

/// <param name="State">Null for what only sends telemetry, and is no resource of the application.</param>
internal sealed record ApiResource(string Id, string Name, string? Type, string? State, string? Health, string? Message, DateTimeOffset? StartedAt, bool SendsTelemetry, IReadOnlyDictionary<string, string> Attributes)
{
    public static ApiResource Of(ResourceView view, bool sends) => new(view.Id, view.Name, view.Type, view.State, view.Health, view.Message, view.StartedAt, sends, new Dictionary<string, string>());

    public static ApiResource Of(TelemetryResource resource) => new(resource.Id, resource.Name, null, null, null, null, null, true, ApiAttributes.Of(resource.Attributes));
}

internal sealed record ApiLog(
    long Number, DateTime Time, string Level, string Resource, string Instance, string Category, string Message, string Template, string? Event, string? TraceId, string? SpanId,
    ApiException? Exception, IReadOnlyDictionary<string, string> Attributes)
{
    public static ApiLog Of(LogEntry entry) => new(
        entry.Number, entry.Time, LevelName(entry.Level), entry.Resource.Name, entry.Resource.Instance, entry.Category, entry.Message, entry.Template, entry.EventName.Length == 0 ? null : entry.EventName,
        entry.TraceId == 0 ? null : TelemetryId.Text(entry.TraceId), entry.SpanId == 0 ? null : TelemetryId.Text(entry.SpanId),
        entry.ExceptionType is null ? null : new(entry.ExceptionType, entry.ExceptionMessage, entry.ExceptionStackTrace),
        ApiAttributes.Of(entry.Attributes.Where(a => a.Name != LogEntry.TemplateName && !a.Name.StartsWith("exception.", StringComparison.Ordinal))));

    public static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}

internal sealed record ApiException(string Type, string? Message, string? StackTrace);

internal sealed record ApiTrace(string TraceId, string Name, string Resource, DateTime Start, double DurationMs, int Spans, int Errors, IReadOnlyList<string> Resources)
{
    public static ApiTrace Of(TraceSummary summary) => new(
        TelemetryId.Text(summary.Id), SpanWords.Label(summary.Root), summary.Root.Resource.Name, summary.Start, summary.Duration.TotalMilliseconds, summary.Spans, summary.Errors, [.. summary.Services.Select(s => s.Name)]);
}

/// <param name="Spans">Parents before their children.</param>
internal sealed record ApiTraceDetails(string TraceId, string Name, DateTime Start, double DurationMs, IReadOnlyList<ApiSpan> Spans, IReadOnlyList<ApiLog> Logs);

/// <param name="CriticalMs">How long the trace waited for this span's own work.</param>
internal sealed record ApiSpan(
    string SpanId, string? ParentId, string Name, string Label, string Kind, string Source, string Resource, string Instance, DateTime Start, double DurationMs, double CriticalMs, bool IsError, string? StatusMessage,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<ApiEvent> Events, IReadOnlyList<ApiLink> Links)
{
    public static ApiSpan Of(TraceSpan span, TimeSpan critical) => new(
        TelemetryId.Text(span.SpanId), span.ParentId == 0 ? null : TelemetryId.Text(span.ParentId), span.Name, SpanWords.Label(span), span.KindName, span.Source, span.Resource.Name, span.Resource.Instance, span.Start,
        span.Duration.TotalMilliseconds, critical.TotalMilliseconds, span.IsError, span.StatusMessage.Length == 0 ? null : span.StatusMessage, ApiAttributes.Of(span.Attributes),
        [.. span.Events.Select(e => new ApiEvent(e.Name, e.Time, ApiAttributes.Of(e.Attributes)))],
        [.. span.Links.Select(l => new ApiLink(TelemetryId.Text(l.TraceId), TelemetryId.Text(l.SpanId), ApiAttributes.Of(l.Attributes)))]);
}

internal sealed record ApiEvent(string Name, DateTime Time, IReadOnlyDictionary<string, string> Attributes);

internal sealed record ApiLink(string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);

internal sealed record ApiInstrument(string Meter, string Name, string Unit, string Kind, string Description, IReadOnlyList<string> Resources, int Series)
{
    public static string KindName(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Counter => "counter",
        InstrumentKind.UpDownCounter => "upDownCounter",
        InstrumentKind.Histogram => "histogram",
        _ => "gauge",
    };
}

internal sealed record ApiGraph(
    string Meter, string Name, string Unit, string Kind, DateTime From, double StepSeconds, IReadOnlyList<MetricLine> Lines, int LeftOut, IReadOnlyDictionary<string, string[]> Dimensions, IReadOnlyList<ApiExemplar> Exemplars);

internal sealed record ApiExemplar(DateTime Time, double Value, string TraceId, string SpanId);

internal sealed record ApiMessages(double ReachSeconds, IReadOnlyList<ApiDestination> Destinations, IReadOnlyList<MessageCount> Counted);

internal sealed record ApiDestination(
    string Name, string? System, double SentPerMinute, double HandledPerMinute, int Sent, int Handled, int Failed, double? HandlingP50Ms, double? HandlingP95Ms, double? WaitP50Ms, double? WaitP95Ms,
    DateTime? LastErrorAt, string? LastErrorTraceId, IReadOnlyList<string> Senders, IReadOnlyList<string> Handlers)
{
    public static ApiDestination Of(DestinationFlow d, MessageFlow flow) => new(
        d.Name, d.System, flow.PerMinute(d.Sent), flow.PerMinute(d.Handled), d.Sent, d.Handled, d.Failed, d.HandlingP50?.TotalMilliseconds, d.HandlingP95?.TotalMilliseconds,
        d.WaitP50?.TotalMilliseconds, d.WaitP95?.TotalMilliseconds, d.LastError?.End, d.LastError is { } e ? TelemetryId.Text(e.TraceId) : null, d.Senders, d.Handlers);
}

internal static class ApiAttributes
{
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<TelemetryAttribute> attributes)
    {
        var result = new Dictionary<string, string>();
        foreach (var attribute in attributes)
            result[attribute.Name] = attribute.Value;
        return result;
    }
}
