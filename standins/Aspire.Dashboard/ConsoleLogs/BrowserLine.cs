using System.Globalization;
using System.Text.Json.Serialization;
using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>A console line as console.js takes it: short names, since a thousand a second may travel.</summary>
internal sealed record BrowserLine(
    [property: JsonPropertyName("r")] string ResourceId,
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("t")] long UnixMilliseconds,
    [property: JsonPropertyName("e")] int IsError,
    [property: JsonPropertyName("s")] IReadOnlyList<BrowserRun> Runs)
{
    /// <summary>The browser shows no more of a line; the download has all of it.</summary>
    public const int LongestText = 8_192;

    public static BrowserLine From(string resourceId, ConsoleLine line, ref AnsiStyle style)
    {
        var text = line.Text.Length <= LongestText
            ? line.Text
            : string.Create(CultureInfo.InvariantCulture, $"{line.Text.AsSpan(0, LongestText)}\e[0;2m … +{line.Text.Length - LongestText}\e[0m");
        var runs = AnsiParser.Parse(text, ref style);
        return new BrowserLine(resourceId, line.Number, line.Timestamp.ToUnixTimeMilliseconds(), line.IsError ? 1 : 0, [.. runs.Select(BrowserRun.From)]);
    }
}

/// <summary>Text and how it looks: class names out of a closed set, and colours beyond the terminal's sixteen as <c>#rrggbb</c>.</summary>
internal sealed record BrowserRun(
    [property: JsonPropertyName("x")] string Text,
    [property: JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Classes,
    [property: JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Foreground,
    [property: JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Background)
{
    public static BrowserRun From(AnsiRun run)
    {
        var style = run.Style;
        if (style == default)
            return new BrowserRun(run.Text, null, null, null);

        var inverse = style.Effects.HasFlag(AnsiEffects.Inverse);
        var (front, back) = inverse ? (style.Background, style.Foreground) : (style.Foreground, style.Background);
        var classes = new List<string>();
        if (inverse && front is null)
            classes.Add("fg-back");
        if (inverse && back is null)
            classes.Add("bg-front");
        if (front is < 16)
            classes.Add(string.Create(CultureInfo.InvariantCulture, $"fg{front}"));
        if (back is < 16)
            classes.Add(string.Create(CultureInfo.InvariantCulture, $"bg{back}"));
        foreach (var (effect, name) in Effects)
        {
            if (style.Effects.HasFlag(effect))
                classes.Add(name);
        }

        return new BrowserRun(run.Text, classes.Count == 0 ? null : string.Join(' ', classes), Hex(front), Hex(back));
    }

    static readonly (AnsiEffects Effect, string Name)[] Effects =
    [
        (AnsiEffects.Bold, "bold"), (AnsiEffects.Dim, "dim"), (AnsiEffects.Italic, "italic"),
        (AnsiEffects.Underline, "underline"), (AnsiEffects.Strike, "strike"),
    ];

    static string? Hex(int? colour) => colour is >= AnsiStyle.Rgb
        ? string.Create(CultureInfo.InvariantCulture, $"#{colour.Value & 0xffffff:x6}")
        : null;
}
