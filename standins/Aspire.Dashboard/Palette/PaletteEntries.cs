using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Palette;

/// <summary>A place to go to, or something to do.</summary>
/// <param name="Href">Null for a command.</param>
/// <param name="Shortcut">The key that does the same, where there is one.</param>
internal sealed record PaletteEntry(string Icon, string Text, string? Href, string? Shortcut = null, ResourceView? Resource = null, CommandView? Command = null)
{
    public string Id => Href ?? $"{Resource!.Id}/{Command!.Name}";
}

internal static class PaletteEntries
{
    const int MostShown = 40;

    static readonly (string Key, string Icon, string Href, string Shortcut)[] Pages =
    [
        ("Overview", "overview", "/", "o"), ("Resources", "resources", "/resources", "r"), ("Console", "console", "/console", "c"), ("Logs", "logs", "/logs", "s"),
        ("Traces", "traces", "/traces", "t"), ("Messages", "messages", "/messages", "q"), ("Metrics", "metrics", "/metrics", "m"),
    ];

    static readonly (string Key, string Icon, string Href)[] Views =
    [
        ("GraphOf", "graph", "/resources?view=graph"), ("ErrorGroups", "group", "/logs?view=groups&level=error"), ("FailedTraces", "error", "/traces?errors=true"), ("SlowestTraces", "slow", "/traces?order=slowest"),
    ];

    /// <summary>Those in whose words all that was typed comes up, in any order; pages first.</summary>
    public static IReadOnlyList<PaletteEntry> Find(string typed, IReadOnlyDictionary<string, ResourceView> resources, IStringLocalizer<Text> text)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. All(resources, text).Where(e => words.All(w => e.Text.Contains(w, StringComparison.CurrentCultureIgnoreCase))).Take(MostShown)];
    }

    static IEnumerable<PaletteEntry> All(IReadOnlyDictionary<string, ResourceView> resources, IStringLocalizer<Text> text)
    {
        foreach (var (key, icon, href, shortcut) in Pages)
            yield return new(icon, text[key], href, shortcut);
        foreach (var (key, icon, href) in Views)
            yield return new(icon, text[key], href);
        var rows = ResourceTree.Build(resources.Values, new ResourceFilter(), new HashSet<string>());
        foreach (var row in rows.Where(r => !r.IsReplica))
        {
            var id = Uri.EscapeDataString(row.View.Id);
            yield return new("details", $"{row.View.DisplayName}: {text["Details"]}", $"/resources?resource={id}");
            yield return new("console", $"{row.View.DisplayName}: {text["Console"]}", $"/console/{id}");
            yield return new("logs", $"{row.View.DisplayName}: {text["Logs"]}", $"/logs?resource={id}");
            yield return new("traces", $"{row.View.DisplayName}: {text["Traces"]}", $"/traces?resource={id}");
            yield return new("metrics", $"{row.View.DisplayName}: {text["Metrics"]}", $"/metrics?resource={id}");
        }

        foreach (var row in rows)
            foreach (var command in row.View.Commands.Where(c => c.IsEnabled))
                yield return new(CommandWords.Icon(command), $"{row.View.DisplayName}: {CommandWords.Label(command, text)}", null, null, row.View, command);
    }
}
