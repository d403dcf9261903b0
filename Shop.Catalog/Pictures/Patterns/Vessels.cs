namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A still life: jars, bottles and bowls standing close together on a table, one with a twig, before a plain wall.</summary>
static class Vessels
{
    // Half profiles from the rim down: (width, height) in fractions of the vessel; smoothed when drawn.
    static readonly (double W, double H)[][] Profiles =
    [
        [(0.16, 0), (0.13, 0.1), (0.13, 0.28), (0.46, 0.45), (0.5, 0.72), (0.34, 1)],
        [(0.22, 0), (0.18, 0.08), (0.44, 0.24), (0.5, 0.45), (0.38, 0.75), (0.26, 1)],
        [(0.1, 0), (0.1, 0.18), (0.12, 0.42), (0.34, 0.56), (0.36, 0.8), (0.34, 1)],
        [(0.46, 0), (0.5, 0.2), (0.46, 0.5), (0.36, 0.8), (0.24, 1)],
        [(0.3, 0), (0.26, 0.12), (0.3, 0.3), (0.3, 0.6), (0.32, 0.85), (0.34, 1)],
        [(0.14, 0), (0.2, 0.14), (0.16, 0.24), (0.5, 0.5), (0.42, 0.82), (0.2, 1)],
    ];

    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var wall = palette.IsDark ? palette.Paper : Colour.Mix(palette.Paper, palette.Colours[3], 0.35);
        var table = height * random.Between(0.7, 0.76);
        svg.Rect(0, 0, width, height, wall);
        if (random.Chance(0.55))
        {
            var sun = random.PickOther<string>(palette.Colours, palette.Colours[3]);
            svg.Circle(width * random.Between(0.3, 0.7), height * random.Between(0.28, 0.4), Math.Min(width, height) * random.Between(0.22, 0.3), Colour.Mix(sun, wall, 0.25));
        }
        svg.Rect(0, table, width, height - table, Colour.Mix(palette.Colours[2], palette.Paper, 0.3));
        svg.Rect(0, table, width, height * 0.008, Colour.Mix(palette.Dark, palette.Colours[2], 0.5));
        var light = svg.LinearGradient(0, 0, 1, 0, (0, "#fff", 0.22), (0.35, "#fff", 0.05), (0.6, "#000", 0.06), (1, "#000", 0.3));
        string[] colours = [.. palette.Colours, palette.Light, palette.Ink];
        var shapes = random.Shuffled<int>([0, 1, 2, 3, 4, 5]);
        foreach (var (count, lift, tall) in new[] { (4, 0.035, 1.0), (3, 0.1, 0.62) })
        {
            var previous = wall;
            for (var i = 0; i < count; i++)
            {
                var x = width * ((i + 0.5) / count * 0.84 + 0.08 + random.Between(-0.03, 0.03));
                var h = height * tall * random.Between(0.3, 0.5);
                var profile = Profiles[shapes[(i + (tall < 1 ? 3 : 0)) % shapes.Length]];
                var w = Math.Min(h * random.Between(0.5, 0.72), width * 0.32);
                var foot = table + height * (lift + random.Between(0, 0.03));
                previous = random.PickOther<string>(colours, previous);
                if (tall >= 1 && profile[0].W < 0.2)
                    Twig(svg, random, palette, x, foot - h, height * 0.26);
                svg.Add($"<ellipse cx='{x + w * 0.18}' cy='{foot}' rx='{w * 0.5}' ry='{w * 0.07}' opacity='.2'/>");
                Vessel(svg, profile, x, foot, w, h, previous, light, palette, random.Chance(0.4));
            }
        }
    }

    static void Vessel(Svg svg, (double W, double H)[] profile, double x, double foot, double width, double height, string colour, string light, Palette palette, bool banded)
    {
        var top = foot - height;
        var outline = new PathData(0).Move(x - profile[0].W * width, top);
        Side(-1, false);
        outline.Line(x + profile[^1].W * width, foot);
        Side(1, true);
        var data = outline.Close().ToString();
        svg.Path(data, colour);
        if (banded)
        {
            var clip = svg.Clip($"<path d='{data}'/>");
            var stripe = Colour.Luminance(colour) > 0.5 ? palette.Dark : palette.Light;
            svg.Add($"<path clip-path='{clip}' d='M{x - width} {foot - height * 0.4}h{width * 2}m0 {height * 0.06}h{-width * 2}m0 {height * 0.06}h{width * 2}' stroke='{stripe}' stroke-width='{height * 0.022}' opacity='.75'/>");
        }
        svg.Path(data, light);
        svg.Add($"<ellipse cx='{x}' cy='{top}' rx='{profile[0].W * width}' ry='{profile[0].W * width * 0.16}' fill='{Colour.Mix(colour, "#000000", 0.45)}'/>");

        void Side(int side, bool up)
        {
            for (var i = 1; i < profile.Length; i++)
            {
                var (a, b) = up ? (profile[^i], profile[^(i + 1)]) : (profile[i - 1], profile[i]);
                var (ay, by) = (top + a.H * height, top + b.H * height);
                outline.Cubic(x + side * a.W * width, (ay + by) / 2, x + side * b.W * width, (ay + by) / 2, x + side * b.W * width, by);
            }
        }
    }

    static void Twig(Svg svg, PictureRandom random, Palette palette, double x, double y, double size)
    {
        var lean = random.Between(-0.35, 0.35) * size;
        var leaf = random.PickOther<string>(palette.Colours, palette.Colours[3]);
        svg.Add($"<path d='M{x} {y + 8}Q{x} {y - size * 0.5} {x + lean} {y - size}' fill='none' stroke='{palette.Dark}' stroke-width='2.5'/><g fill='{leaf}'>");
        for (var i = 0; i < 9; i++)
        {
            var t = 0.25 + i * 0.09;
            svg.Add($"<path transform='translate({x + lean * t * t} {y - size * t}) rotate({(i % 2 == 0 ? -30 : 210) + random.Between(-14, 14):0}) scale({size / 105:2})' d='M0 0C6-9 18-9 26 0C18 9 6 9 0 0Z'/>");
        }
        svg.Add($"</g>");
    }
}
