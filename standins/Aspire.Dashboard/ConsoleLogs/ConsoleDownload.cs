using System.Globalization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>All kept lines as a text file, without colours.</summary>
internal static class ConsoleDownload
{
    /// <param name="only">Names, joined by commas.</param>
    public static string Url(string? resourceId, string? only, string filter) =>
        $"/api/console-logs?resource={Uri.EscapeDataString(resourceId ?? "")}&only={Uri.EscapeDataString(only ?? "")}&q={Uri.EscapeDataString(filter)}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/console-logs", Get);

    static IResult Get(string? resource, string? only, string? q, IResourceSource source, ResourceFeed feed, TimeProvider time)
    {
        var all = feed.Current;
        if (!string.IsNullOrEmpty(resource) && !all.ContainsKey(resource))
            return TypedResults.NotFound();

        var scope = ConsoleScope.Ids(resource, all, only?.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var isWanted = ConsoleFilter.Of(q);
        var lines = scope
            .SelectMany(id => source.GetConsoleLines(id, int.MaxValue).Select(line => (Resource: id, Line: line, Text: AnsiParser.Plain(line.Text))))
            .Where(l => isWanted(l.Text))
            .OrderBy(l => l.Line.Timestamp)
            .ThenBy(l => l.Line.Number);
        var several = scope.Count > 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{(string.IsNullOrEmpty(resource) ? "console" : resource)}-{time.GetUtcNow():yyyyMMdd-HHmmss}.log");
        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream);
                foreach (var (id, line, text) in lines)
                {
                    await writer.WriteAsync(line.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                    if (several)
                        await writer.WriteAsync($" {id}");
                    await writer.WriteAsync(line.IsError ? " ! " : "   ");
                    await writer.WriteAsync(text);
                    await writer.WriteAsync('\n');
                }
            },
            "text/plain; charset=utf-8",
            name);
    }
}
