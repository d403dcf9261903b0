namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>Records of one statement of one service, counted: a thousand of the same are one thing to look at.</summary>
/// <param name="Newest">The last of them.</param>
internal sealed record LogGroup(string Service, string Template, string? ExceptionType, LogLevel Level, int Count, DateTime First, LogEntry Newest)
{
    /// <summary>Most first, and of as many the newest.</summary>
    public static IReadOnlyList<LogGroup> Of(IEnumerable<LogEntry> entries) =>
    [
        .. entries.GroupBy(e => (e.Resource.Name, e.Template, e.ExceptionType))
            .Select(g => new LogGroup(g.Key.Name, g.Key.Template, g.Key.ExceptionType, g.Max(e => e.Level), g.Count(), g.Min(e => e.Time), g.MaxBy(e => (e.Time, e.Number))!))
            .OrderByDescending(g => g.Count).ThenByDescending(g => g.Newest.Time),
    ];
}
