namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>A structured log record.</summary>
public sealed class LogEntry
{
    public const string TemplateName = "{OriginalFormat}";

    /// <summary>Grows by one with each record of a run.</summary>
    public long Number { get; set; }
    public required TelemetryResource Resource { get; init; }
    public required DateTime Time { get; init; }
    public required LogLevel Level { get; init; }
    public required string Message { get; init; }

    /// <summary>The message before its values were put in: what all records of one statement share.</summary>
    public required string Template { get; init; }
    public required string Category { get; init; }
    public string EventName { get; init; } = "";
    public UInt128 TraceId { get; init; }
    public ulong SpanId { get; init; }
    public required TelemetryAttribute[] Attributes { get; init; }

    public string? ExceptionType => Attributes.Find("exception.type");
    public string? ExceptionMessage => Attributes.Find("exception.message");
    public string? ExceptionStackTrace => Attributes.Find("exception.stacktrace");

    public long Bytes => 136 + TelemetryAttributes.TextBytes(Message) + TelemetryAttributes.Bytes(Attributes);

    /// <summary>All words of it: message, category, and values, an exception's among them.</summary>
    public bool Contains(string text)
    {
        if (Message.Contains(text, StringComparison.OrdinalIgnoreCase) || Category.Contains(text, StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var attribute in Attributes)
            if (attribute.Name != TemplateName && attribute.Value.Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        return TraceId != 0 && TelemetryId.Text(TraceId).Equals(text, StringComparison.OrdinalIgnoreCase);
    }
}
