using Aspire.Dashboard.Localization;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Resources;

/// <summary>States and healths in the reader's language; a custom state is shown as the host names it.</summary>
internal static class StateWords
{
    public static string State(string? state, IStringLocalizer<Text> text) => Word("State.", state ?? "Unknown", text);

    public static string Health(string? health, IStringLocalizer<Text> text) => health is null ? "–" : Word("Health.", health, text);

    static string Word(string prefix, string word, IStringLocalizer<Text> text)
    {
        var found = text[prefix + word];
        return found.ResourceNotFound ? word : found.Value;
    }
}
