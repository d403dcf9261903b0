using System.Globalization;
using System.Text;

namespace Shop.Catalog.Pictures;

/// <summary>The shortest text of a coordinate: rounded, no trailing zeros, no exponent, a dot in every culture.</summary>
static class Number
{
    public static void Append(StringBuilder text, double value, int decimals)
    {
        var scale = decimals switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };
        var scaled = (long)Math.Round(value * scale, MidpointRounding.AwayFromZero);
        if (scaled < 0)
        {
            text.Append('-');
            scaled = -scaled;
        }
        var (whole, rest) = Math.DivRem(scaled, scale);
        if (whole != 0 || rest == 0)
            text.Append(CultureInfo.InvariantCulture, $"{whole}");
        if (rest == 0)
            return;
        text.Append('.');
        for (scale /= 10; rest != 0; scale /= 10)
        {
            text.Append((char)('0' + rest / scale));
            rest %= scale;
        }
    }
}
