using System.Globalization;

namespace Shop.Catalog.Pictures;

/// <summary>Arithmetic on <c>#rrggbb</c>.</summary>
static class Colour
{
    /// <summary>From <paramref name="a"/> (0) to <paramref name="b"/> (1).</summary>
    public static string Mix(string a, string b, double share)
    {
        var (ar, ag, ab) = Parse(a);
        var (br, bg, bb) = Parse(b);
        return string.Create(CultureInfo.InvariantCulture, $"#{Channel(ar, br, share):x2}{Channel(ag, bg, share):x2}{Channel(ab, bb, share):x2}");
    }

    /// <summary>A colour of a ramp through all <paramref name="stops"/>, at 0..1.</summary>
    public static string Ramp(ReadOnlySpan<string> stops, double at)
    {
        var position = Math.Clamp(at, 0, 1) * (stops.Length - 1);
        var index = Math.Min((int)position, stops.Length - 2);
        return Mix(stops[index], stops[index + 1], position - index);
    }

    /// <summary>Relative luminance, roughly, 0..1.</summary>
    public static double Luminance(string colour)
    {
        var (r, g, b) = Parse(colour);
        return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    }

    public static string[] ByLuminance(ReadOnlySpan<string> colours)
    {
        var sorted = colours.ToArray();
        Array.Sort(sorted, (a, b) => Luminance(b).CompareTo(Luminance(a)));
        return sorted;
    }

    /// <summary>The colour nearest to sunlight.</summary>
    public static string Warmest(ReadOnlySpan<string> colours) => Most(colours, static (r, _, b) => r - 0.8 * b);

    public static string Leafiest(ReadOnlySpan<string> colours) => Most(colours, static (r, g, b) => 2 * g - r - b);

    static string Most(ReadOnlySpan<string> colours, Func<int, int, int, double> score)
    {
        var (best, highest) = (colours[0], double.MinValue);
        foreach (var colour in colours)
        {
            var (r, g, b) = Parse(colour);
            if (score(r, g, b) > highest)
                (best, highest) = (colour, score(r, g, b));
        }
        return best;
    }

    static int Channel(int a, int b, double share) => Math.Clamp((int)Math.Round(a + (b - a) * share), 0, 255);

    static (int R, int G, int B) Parse(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (value >> 16, (value >> 8) & 255, value & 255);
    }
}
