using System.Globalization;
using System.Text;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>
/// Turns terminal output into runs of plain text with a look. Escape sequences other than colours and effects are left out, and
/// so are control characters but the tab; a sequence that never ends gives its text instead of swallowing the line.
/// </summary>
internal static class AnsiParser
{
    const char Escape = '\e';
    const char Bell = '\a';

    /// <param name="line">One line.</param>
    /// <param name="style">The look at its start; afterwards the one at its end, since colours may span lines.</param>
    public static IReadOnlyList<AnsiRun> Parse(string line, ref AnsiStyle style)
    {
        var runs = new List<AnsiRun>();
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == Escape)
            {
                var end = EndOfSequence(line, i);
                var isStyle = end > i + 2 && line[i + 1] == '[' && line[end - 1] == 'm';
                if (isStyle)
                {
                    Flush(style);
                    Select(line.AsSpan(i + 2, end - i - 3), ref style);
                }

                i = end - 1;
            }
            else if (c == '\t' || !char.IsControl(c))
            {
                text.Append(c);
            }
        }

        Flush(style);
        return runs;

        void Flush(AnsiStyle look)
        {
            if (text.Length == 0)
                return;
            runs.Add(new AnsiRun(text.ToString(), look));
            text.Clear();
        }
    }

    /// <summary>The text without what <see cref="Parse"/> leaves out.</summary>
    public static string Plain(string line)
    {
        if (!line.Any(c => c != '\t' && char.IsControl(c)))
            return line;
        var style = default(AnsiStyle);
        return string.Concat(Parse(line, ref style).Select(r => r.Text));
    }

    /// <summary>The index after the sequence; just after the escape when it does not end on this line.</summary>
    static int EndOfSequence(string line, int escape)
    {
        var unfinished = escape + 1;
        if (unfinished == line.Length)
            return unfinished;

        var kind = line[escape + 1];
        var i = escape + 2;
        switch (kind)
        {
            case '[': // parameters 0x30-0x3F, intermediates 0x20-0x2F, one final byte 0x40-0x7E
                while (i < line.Length && line[i] is >= '\x20' and <= '\x3f')
                    i++;
                return i < line.Length && line[i] is >= '\x40' and <= '\x7e' ? i + 1 : unfinished;

            case ']' or 'P' or 'X' or '^' or '_': // a string that BEL or ESC \ ends
                for (; i < line.Length; i++)
                {
                    if (line[i] == Bell)
                        return i + 1;
                    if (line[i] == Escape)
                        return i + 1 < line.Length && line[i + 1] == '\\' ? i + 2 : unfinished;
                }

                return unfinished;

            case >= '\x20' and <= '\x2f': // intermediates and one final byte
                while (i < line.Length && line[i] is >= '\x20' and <= '\x2f')
                    i++;
                return i < line.Length && line[i] is >= '\x30' and <= '\x7e' ? i + 1 : unfinished;

            case >= '\x30' and <= '\x7e':
                return i;

            default:
                return unfinished;
        }
    }

    static void Select(ReadOnlySpan<char> parameters, ref AnsiStyle style)
    {
        // 38:2::r:g:b is the standard's form, 38;2;r;g;b what programs write.
        Span<int> codes = stackalloc int[32];
        var count = 0;
        foreach (var range in parameters.SplitAny(';', ':'))
        {
            if (count == codes.Length)
                break;
            var part = parameters[range];
            if (part.IsEmpty)
                codes[count++] = 0;
            else if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                codes[count++] = code;
            else
                return; // private sequences such as ESC [ ? 25 m
        }

        for (var i = 0; i < count; i++)
            style = Apply(style, codes[..count], ref i);
    }

    static AnsiStyle Apply(AnsiStyle style, ReadOnlySpan<int> codes, ref int i) => codes[i] switch
    {
        0 => default,
        1 => With(style, AnsiEffects.Bold),
        2 => With(style, AnsiEffects.Dim),
        3 => With(style, AnsiEffects.Italic),
        4 => With(style, AnsiEffects.Underline),
        7 => With(style, AnsiEffects.Inverse),
        9 => With(style, AnsiEffects.Strike),
        22 => Without(style, AnsiEffects.Bold | AnsiEffects.Dim),
        23 => Without(style, AnsiEffects.Italic),
        24 => Without(style, AnsiEffects.Underline),
        27 => Without(style, AnsiEffects.Inverse),
        29 => Without(style, AnsiEffects.Strike),
        >= 30 and <= 37 and var c => style with { Foreground = c - 30 },
        38 => Colour(codes, ref i) is { } c ? style with { Foreground = c } : style,
        39 => style with { Foreground = null },
        >= 40 and <= 47 and var c => style with { Background = c - 40 },
        48 => Colour(codes, ref i) is { } c ? style with { Background = c } : style,
        49 => style with { Background = null },
        >= 90 and <= 97 and var c => style with { Foreground = c - 82 },
        >= 100 and <= 107 and var c => style with { Background = c - 92 },
        _ => style,
    };

    static int? Colour(ReadOnlySpan<int> codes, ref int i)
    {
        var rest = codes[(i + 1)..];
        if (rest is [5, var index, ..])
        {
            i += 2;
            return Palette(index);
        }

        if (rest is [2, var r, var g, var b, ..])
        {
            i += 4;
            return AnsiStyle.Rgb | (Byte(r) << 16) | (Byte(g) << 8) | Byte(b);
        }

        i = codes.Length;
        return null;
    }

    static int? Palette(int index) => index switch
    {
        < 16 => index,
        < 232 => AnsiStyle.Rgb | (Cube((index - 16) / 36) << 16) | (Cube((index - 16) / 6 % 6) << 8) | Cube((index - 16) % 6),
        < 256 => AnsiStyle.Rgb | ((8 + (10 * (index - 232))) * 0x010101),
        _ => null,
    };

    static int Cube(int level) => level == 0 ? 0 : 55 + (40 * level);

    static int Byte(int value) => Math.Min(value, 255);

    static AnsiStyle With(AnsiStyle style, AnsiEffects effect) => style with { Effects = style.Effects | effect };

    static AnsiStyle Without(AnsiStyle style, AnsiEffects effect) => style with { Effects = style.Effects & ~effect };
}
