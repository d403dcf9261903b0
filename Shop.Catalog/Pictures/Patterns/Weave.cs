namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Broad bands woven over and under each other, with a shadow where one dips and a fine stripe along some.</summary>
static class Weave
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        svg.Rect(0, 0, width, height, Colour.Mix(palette.Dark, palette.Paper, 0.12));
        var warp = Bands(random, palette, width, 6 + random.Below(3));
        var weft = Bands(random, palette, height, Math.Max(5, (int)Math.Round(warp.Count * height / width)));
        var twill = random.Chance(0.4) ? 3 : 2;
        var across = svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.34), (0.13, "#000", 0), (0.87, "#000", 0), (1, "#000", 0.34));
        var along = svg.LinearGradient(0, 0, 0, 1, (0, "#000", 0.34), (0.13, "#000", 0), (0.87, "#000", 0), (1, "#000", 0.34));
        foreach (var band in warp)
        {
            svg.Rect(band.Start, 0, band.Size, height, band.Colour);
            if (band.Stripe is { } stripe)
                svg.Add($"<path d='M{band.Start + band.Size * 0.3} 0v{height}M{band.Start + band.Size * 0.7} 0v{height}' stroke='{stripe}' stroke-width='{band.Size * 0.09}'/>");
        }
        for (var j = 0; j < weft.Count; j++)
            for (var i = 0; i < warp.Count; i++)
            {
                var (v, h) = (warp[i], weft[j]);
                var gap = warp[0].Start;
                if ((i + j) % twill == 0)
                {
                    svg.Rect(v.Start, h.Start - gap, v.Size, h.Size + 2 * gap, along);
                    continue;
                }
                svg.Rect(v.Start - gap * 2, h.Start, v.Size + 4 * gap, h.Size, h.Colour);
                if (h.Stripe is { } stripe)
                    svg.Add($"<path d='M{v.Start - gap * 2} {h.Start + h.Size * 0.3}h{v.Size + 4 * gap}m0 {h.Size * 0.4}h{-v.Size - 4 * gap}' stroke='{stripe}' stroke-width='{h.Size * 0.09}'/>");
                svg.Rect(v.Start - gap * 2, h.Start, v.Size + 4 * gap, h.Size, across);
            }
    }

    static List<(double Start, double Size, string Colour, string? Stripe)> Bands(PictureRandom random, Palette palette, double length, int count)
    {
        string[] colours = [.. palette.Colours, palette.Paper, palette.Paper];
        var step = length / count;
        var bands = new List<(double, double, string, string?)>();
        var previous = "";
        for (var i = 0; i < count; i++)
        {
            previous = random.PickOther<string>(colours, previous);
            bands.Add((i * step + step * 0.05, step * 0.9, previous, random.Chance(0.35) ? random.PickOther<string>(colours, previous) : null));
        }
        return bands;
    }
}
