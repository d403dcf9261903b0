namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>Which records are wanted; what is not set does not matter.</summary>
internal sealed record LogQuery
{
    public string? Resource { get; init; }
    public LogLevel? Level { get; init; }
    public string? Text { get; init; }
    public FieldFilter[] Fields { get; init; } = [];
    public UInt128? Trace { get; init; }
    public ulong? Span { get; init; }
    public TimeRange Time { get; init; }

    public static LogQuery Read(
        QueryReader reader, string? resource, string? level, string? q, IEnumerable<string?>? f, string? trace, string? span, TimeRange time) => new()
        {
            Resource = string.IsNullOrEmpty(resource) ? null : resource,
            Level = reader.Level("level", level),
            Text = string.IsNullOrWhiteSpace(q) ? null : q.Trim(),
            Fields = reader.Fields("f", f),
            Trace = reader.Trace("trace", trace),
            Span = reader.Span("span", span),
            Time = time,
        };

    public bool Matches(LogEntry entry)
    {
        if (entry.Level < Level || !Time.Contains(entry.Time) || (Resource is not null && !entry.Resource.Is(Resource)) || (Trace is { } trace && entry.TraceId != trace) || (Span is { } span && entry.SpanId != span))
            return false;
        foreach (var field in Fields)
            if (!field.Matches(Field(entry, field.Field)))
                return false;
        return Text is null || entry.Contains(Text);
    }

    /// <summary>An attribute, or one of the record's own parts by the name that the pages give it.</summary>
    static string? Field(LogEntry entry, string name) => name switch
    {
        "message" => entry.Message,
        "template" => entry.Template,
        "category" => entry.Category,
        "event" => entry.EventName,
        "resource" => entry.Resource.Name,
        "exception" => entry.ExceptionType,
        _ => entry.Attributes.Find(name),
    };
}
