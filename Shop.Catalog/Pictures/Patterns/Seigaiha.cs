namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Seigaiha, the blue sea waves of Japanese cloth: overlapping scales of concentric arcs, some in another colour.</summary>
static class Seigaiha
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var columns = 4 + random.Below(2);
        var size = width / columns;
        var colours = random.Shuffled<string>(palette.Colours);
        (string, string)[] pairs = [(colours[0], palette.Paper), (colours[1], palette.Paper), (palette.Paper, colours[0]), (colours[2], Contrast(colours[2], palette))];
        var scales = new string[pairs.Length];
        svg.Add($"<defs>");
        for (var i = 0; i < pairs.Length; i++)
        {
            scales[i] = svg.NewId();
            svg.Add($"<g id='{scales[i]}'>");
            for (var ring = 0; ring < 5; ring++)
                svg.Circle(0, 0, 50 - ring * 10.5, ring % 2 == 0 ? pairs[i].Item1 : pairs[i].Item2);
            svg.Add($"<circle r='50' fill='none' stroke='{palette.Paper}' stroke-width='3'/></g>");
        }
        svg.Add($"</defs>");
        svg.Rect(0, 0, width, height, colours[0]);
        var drift = random.Chance(0.5);
        var rows = (int)Math.Ceiling(height / (size / 4)) + 3;
        for (var row = 0; row < rows; row++)
            for (var column = -1; column <= columns; column++)
            {
                var kind = drift
                    ? (int)Math.Clamp(Math.Floor((double)row / rows * 3 + random.Between(-0.4, 0.4)), 0, 2) switch { 0 => 2, 1 => 1, _ => 0 }
                    : random.Chance(0.72) ? 0 : random.Below(3) + 1;
                if (random.Chance(0.06))
                    kind = 3;
                svg.Add($"<use href='#{scales[kind]}' transform='translate({(column + 0.5 + (row % 2) * 0.5) * size} {row * size / 4}) scale({size / 100:3})'/>");
            }
    }

    static string Contrast(string colour, Palette palette) => Colour.Luminance(colour) > 0.5 ? palette.Dark : palette.Light;
}
