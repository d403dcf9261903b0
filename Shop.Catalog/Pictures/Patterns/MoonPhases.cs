namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A lunation: phases in rows, or in a ring around a full moon, on a night sky.</summary>
static class MoonPhases
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var night = palette.Dark;
        var moon = palette.IsDark ? palette.Ink : Colour.ByLuminance([.. palette.Colours, palette.Paper])[0];
        var accent = random.Pick(palette.Colours);
        svg.Rect(0, 0, width, height, svg.LinearGradient(0, 0, 0, 1, (0, night, 1), (1, Colour.Mix(night, accent, 0.3), 1)));
        svg.Add($"<g fill='{moon}'>");
        for (var i = 0; i < 70; i++)
            svg.Add($"<circle cx='{width * random.Next():0}' cy='{height * random.Next():0}' r='{random.Between(0.6, 2)}' opacity='{random.Between(0.25, 0.9):1}'/>");
        svg.Add($"</g>");
        // In a square the rows would lose their corners to round things.
        if (random.Chance(0.5) || height < width * 1.1)
            Ring(svg, random, palette, night, moon, width, height);
        else
            Rows(svg, palette, night, moon, width, height);
    }

    static void Rows(Svg svg, Palette palette, string night, string moon, double width, double height)
    {
        const int Columns = 4;
        var cell = width / (Columns + 0.6);
        var rows = Math.Max(2, (int)(height / cell - 0.4));
        var count = Columns * rows;
        var full = count / 2;
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (width / 2 + (i % Columns - (Columns - 1) / 2.0) * cell, height / 2 + (i / Columns - (rows - 1) / 2.0) * cell);
            var colour = i == full ? Colour.Warmest(palette.Colours) : moon;
            Phase(svg, x, y, cell * 0.36, (double)i / count, colour, night);
        }
    }

    static void Ring(Svg svg, PictureRandom random, Palette palette, string night, string moon, double width, double height)
    {
        var (cx, cy, unit) = (width / 2, height / 2, Math.Min(width, height));
        var heart = Colour.Mix(Colour.Warmest(palette.Colours), moon, 0.45);
        var radius = unit * 0.2;
        svg.Add($"<circle cx='{cx}' cy='{cy}' r='{radius * 1.25}' fill='{heart}' opacity='.12'/><circle cx='{cx}' cy='{cy}' r='{radius * 1.1}' fill='{heart}' opacity='.16'/>");
        svg.Circle(cx, cy, radius, heart);
        svg.Add($"<g fill='{night}' opacity='.14'>");
        for (var i = 0; i < 9; i++)
        {
            var (angle, distance) = (random.Between(0, Math.Tau), radius * 0.8 * Math.Sqrt(random.Next()));
            svg.Add($"<circle cx='{cx + distance * Math.Cos(angle)}' cy='{cy + distance * Math.Sin(angle)}' r='{radius * random.Between(0.05, 0.19)}'/>");
        }
        svg.Add($"</g><g fill='none' stroke='{moon}' opacity='.4'><circle cx='{cx}' cy='{cy}' r='{unit * 0.36}'/><circle cx='{cx}' cy='{cy}' r='{unit * 0.44}' stroke-dasharray='1 7' stroke-width='2'/></g>");
        for (var i = 0; i < 12; i++)
        {
            var angle = Math.Tau * i / 12 - Math.PI / 2;
            Phase(svg, cx + unit * 0.36 * Math.Cos(angle), cy + unit * 0.36 * Math.Sin(angle), unit * 0.054, i / 12.0, moon, night);
        }
    }

    /// <summary>The moon at <paramref name="phase"/> (0 new, 0.5 full): half a disc closed by half an ellipse.</summary>
    static void Phase(Svg svg, double x, double y, double radius, double phase, string moon, string night)
    {
        var dark = Colour.Mix(night, moon, 0.16);
        svg.Circle(x, y, radius, dark);
        var terminator = radius * Math.Cos(phase * Math.Tau);
        var waxing = phase <= 0.5;
        var outer = waxing ? 1 : 0;
        var inner = terminator > 0 == waxing ? 0 : 1;
        svg.Add($"<path d='M{x} {y - radius}A{radius} {radius} 0 0 {outer} {x} {y + radius}A{Math.Abs(terminator)} {radius} 0 0 {inner} {x} {y - radius}Z' fill='{moon}'/>");
    }
}
