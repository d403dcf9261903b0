namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>What a span has to do with what is outside its process.</summary>
public enum SpanKind
{
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>One piece of work of a trace.</summary>
public sealed class TraceSpan
{
    public required TelemetryResource Resource { get; init; }
    public required UInt128 TraceId { get; init; }
    public required ulong SpanId { get; init; }

    /// <summary>Zero at the root.</summary>
    public required ulong ParentId { get; init; }
    public required string Name { get; init; }
    public required string Source { get; init; }
    public required SpanKind Kind { get; init; }
    public required DateTime Start { get; init; }

    /// <summary>Never before <see cref="Start"/>.</summary>
    public required DateTime End { get; init; }
    public required bool IsError { get; init; }
    public required string StatusMessage { get; init; }
    public required TelemetryAttribute[] Attributes { get; init; }
    public required SpanEvent[] Events { get; init; }
    public required SpanLink[] Links { get; init; }

    public TimeSpan Duration => End - Start;

    /// <summary>Work that came in from outside the process, by which a service is judged.</summary>
    public bool IsEntry => Kind is SpanKind.Server or SpanKind.Consumer;

    public long Bytes
    {
        get
        {
            var bytes = 168 + TelemetryAttributes.Bytes(Attributes) + TelemetryAttributes.TextBytes(StatusMessage);
            foreach (var happened in Events)
                bytes += 40 + TelemetryAttributes.Bytes(happened.Attributes);
            foreach (var link in Links)
                bytes += 56 + TelemetryAttributes.Bytes(link.Attributes);
            return bytes;
        }
    }

    public string KindName => Kind switch
    {
        SpanKind.Server => "server",
        SpanKind.Client => "client",
        SpanKind.Producer => "producer",
        SpanKind.Consumer => "consumer",
        _ => "internal",
    };

    public bool Contains(string text)
    {
        if (Name.Contains(text, StringComparison.OrdinalIgnoreCase) || StatusMessage.Contains(text, StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var attribute in Attributes)
            if (attribute.Value.Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        return TelemetryId.Text(SpanId).Equals(text, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Something that happened at a moment of a span: an exception, a retry.</summary>
public sealed record SpanEvent(string Name, DateTime Time, TelemetryAttribute[] Attributes);

/// <summary>A span of perhaps another trace that has to do with this one.</summary>
public sealed record SpanLink(UInt128 TraceId, ulong SpanId, TelemetryAttribute[] Attributes);
