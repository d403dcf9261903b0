namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>Which traces are wanted; what is not set does not matter.</summary>
internal sealed record TraceQuery
{
    /// <summary>The order that an address may ask for instead of newest first.</summary>
    public const string SlowestFirst = "slowest";

    public string? Resource { get; init; }
    public string? Text { get; init; }
    public TimeSpan? Least { get; init; }
    public bool OnlyErrors { get; init; }
    public string? Kind { get; init; }
    public FieldFilter[] Fields { get; init; } = [];

    /// <summary>Of the beginning.</summary>
    public TimeRange Time { get; init; }

    public static TraceQuery Read(
        QueryReader reader, string? resource, string? q, string? min, string? errors, string? kind, IEnumerable<string?>? f, TimeRange time)
    {
        if (!string.IsNullOrEmpty(kind) && kind is not ("internal" or "server" or "client" or "producer" or "consumer"))
            reader.Errors["kind"] = ["A kind is internal, server, client, producer or consumer."];
        return new()
        {
            Resource = string.IsNullOrEmpty(resource) ? null : resource,
            Text = string.IsNullOrWhiteSpace(q) ? null : q.Trim(),
            Least = reader.Duration("min", min),
            OnlyErrors = reader.Flag("errors", errors),
            Kind = string.IsNullOrEmpty(kind) ? null : kind,
            Fields = reader.Fields("f", f),
            Time = time,
        };
    }

    /// <summary>What is asked of spans one and the same span has to fulfil; the duration is that of the trace.</summary>
    public bool Matches(Trace trace)
    {
        var summary = trace.Summary;
        if (summary.Duration < Least || !Time.Contains(summary.Start) || (OnlyErrors && summary.Errors == 0))
            return false;
        if (Resource is null && Kind is null && Fields.Length == 0 && Text is null)
            return true;
        if (Text is not null && TelemetryId.Text(trace.Id).Equals(Text, StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var span in trace.Spans)
            if (Matches(span))
                return true;
        return false;
    }

    bool Matches(TraceSpan span)
    {
        if ((Resource is not null && !span.Resource.Is(Resource)) || (Kind is not null && span.KindName != Kind))
            return false;
        foreach (var field in Fields)
            if (!field.Matches(Field(span, field.Field)))
                return false;
        return Text is null || span.Contains(Text);
    }

    static string? Field(TraceSpan span, string name) => name switch
    {
        "name" => span.Name,
        "kind" => span.KindName,
        "source" => span.Source,
        "resource" => span.Resource.Name,
        "duration" => span.Duration.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "status" => span.IsError ? "error" : "ok",
        _ => span.Attributes.Find(name),
    };
}
