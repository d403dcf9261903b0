namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>What a span did, in one line: the request with its answer, the statement, the message.</summary>
internal static class SpanWords
{
    const int LongestStatement = 120;

    public static string Label(TraceSpan span)
    {
        if (Statement(span) is { } statement)
            return Short(statement);
        if (span.Attributes.FindAny("http.request.method", "http.method") is { } method)
        {
            var target = Target(span);
            var status = span.Attributes.FindAny("http.response.status_code", "http.status_code");
            // Without a path the name says it, which begins with the method where it is more than that.
            var what = target is not null || !span.Name.StartsWith(method, StringComparison.Ordinal) ? $"{method} {target ?? span.Name}" : span.Name;
            return status is null ? what : $"{what} → {status}";
        }

        return span.Name;
    }

    /// <summary>The SQL or the command of a database, whole.</summary>
    public static string? Statement(TraceSpan span) => span.Attributes.FindAny("db.query.text", "db.statement");

    public static string? Database(TraceSpan span) => span.Attributes.FindAny("db.system.name", "db.system");

    public static bool IsMessage(TraceSpan span) => span.Attributes.Find("messaging.system") is not null;

    /// <summary>A client's whole address without its query, a server's path.</summary>
    static string? Target(TraceSpan span)
    {
        if (span.Attributes.FindAny("url.full", "http.url") is { } full)
            return Uri.TryCreate(full, UriKind.Absolute, out var uri) ? uri.AbsolutePath : full;
        return span.Attributes.FindAny("url.path", "http.target", "http.route");
    }

    static string Short(string statement)
    {
        var line = string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestStatement ? line : string.Concat(line.AsSpan(0, LongestStatement), "…");
    }
}
