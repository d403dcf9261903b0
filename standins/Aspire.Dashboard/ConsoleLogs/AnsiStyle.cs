namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>How a run of text looks. Colours are 0-15 for the terminal's own, else <c>0x1000000 | rgb</c>; null is the default.</summary>
internal readonly record struct AnsiStyle(int? Foreground, int? Background, AnsiEffects Effects)
{
    public const int Rgb = 0x1000000;
}

[Flags]
internal enum AnsiEffects
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Italic = 4,
    Underline = 8,
    Inverse = 16,
    Strike = 32,
}

/// <summary>Text of one look.</summary>
internal readonly record struct AnsiRun(string Text, AnsiStyle Style);
