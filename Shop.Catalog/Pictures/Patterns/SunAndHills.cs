namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A low sun over ranges of hills that darken towards the viewer, with trees on the nearest or water before them.</summary>
static class SunAndHills
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var colours = Colour.ByLuminance(palette.Colours);
        var sky = svg.LinearGradient(0, 0, 0, 1, (0, Colour.Mix(palette.Paper, colours[palette.IsDark ? ^1 : 1], 0.45), 1), (0.75, palette.IsDark ? Colour.Mix(palette.Paper, colours[2], 0.55) : palette.Paper, 1));
        svg.Rect(0, 0, width, height, sky);
        if (palette.IsDark)
            Stars(svg, random, palette, width, height);

        var horizon = height * random.Between(0.44, 0.56);
        var radius = Math.Min(width, height) * random.Between(0.15, 0.22);
        var (sunX, sunY) = (width * random.Between(0.3, 0.7), horizon - radius * random.Between(0.35, 1.1));
        var warm = palette.IsDark ? palette.Ink : Colour.Warmest(palette.Colours);
        svg.Add($"<circle cx='{sunX}' cy='{sunY}' r='{radius * 1.45}' fill='{warm}' opacity='.13'/><circle cx='{sunX}' cy='{sunY}' r='{radius * 1.2}' fill='{warm}' opacity='.16'/>");
        svg.Circle(sunX, sunY, radius, warm);

        var ranges = 5 + random.Below(2);
        var lake = random.Chance(0.4);
        var end = lake ? height * 0.74 : height * 0.9;
        string[] stops = [Colour.Mix(palette.Paper, colours[1], 0.75), colours[2], colours[3], colours[4], palette.Dark];
        for (var i = 0; i < ranges; i++)
        {
            var depth = i / (ranges - 1.0);
            var level = horizon + (end - horizon) * Math.Pow(depth, 1.15);
            var colour = Colour.Ramp(stops, depth * 0.98);
            var shade = svg.LinearGradient(0, 0, 0, 1, (0, colour, 1), (1, Colour.Mix(colour, palette.Light, 0.28), 1));
            Range(svg, random, width, height, level, height * (0.075 + 0.035 * random.Next()) * (1 - depth * 0.35), shade, depth > 0.7 && !lake ? Colour.Mix(colour, palette.Dark, 0.35) : null);
        }
        if (lake)
            Lake(svg, random, palette, width, height, sunX, warm);
    }

    static void Range(Svg svg, PictureRandom random, double width, double height, double level, double swing, string fill, string? trees)
    {
        var (a, b, c) = (random.Between(0, 6.28), random.Between(0, 6.28), random.Between(0, 6.28));
        var (fa, fb, fc) = (random.Between(0.6, 1.1), random.Between(1.5, 2.3), random.Between(3, 5));
        double Ridge(double x) => level - swing * (0.62 * Math.Sin(a + fa * x * 6.28) + 0.3 * Math.Sin(b + fb * x * 6.28) + 0.1 * Math.Sin(c + fc * x * 6.28));
        if (trees is not null)
        {
            svg.Add($"<g fill='{trees}'>");
            for (var x = random.Between(0, 0.05); x < 1; x += random.Between(0.012, 0.1))
            {
                var (foot, size) = (Ridge(x) + swing * 0.1, height * random.Between(0.03, 0.062));
                svg.Add($"<path d='M{x * width} {foot - size}l{size * 0.24} {size}h{-size * 0.48}z'/>");
            }
            svg.Add($"</g>");
        }
        var outline = new PathData().Move(0, height).Line(0, Ridge(0));
        const int Steps = 22;
        for (var i = 0; i < Steps; i++)
            outline.Quadratic((i + 0.5) / Steps * width, 2 * Ridge((i + 0.5) / Steps) - (Ridge((double)i / Steps) + Ridge((i + 1.0) / Steps)) / 2, (i + 1.0) / Steps * width, Ridge((i + 1.0) / Steps));
        svg.Path(outline.Line(width, height).Close().ToString(), fill);
    }

    static void Lake(Svg svg, PictureRandom random, Palette palette, double width, double height, double sunX, string sun)
    {
        var shore = height * 0.8;
        var water = svg.LinearGradient(0, 0, 0, 1, (0, Colour.Mix(palette.Light, palette.Colours[1], 0.35), 1), (1, Colour.Mix(palette.Dark, palette.Colours[1], 0.35), 1));
        svg.Rect(0, shore, width, height - shore, water);
        svg.Add($"<g stroke='{sun}' stroke-width='{height * 0.006}' stroke-linecap='round'>");
        for (var i = 0; i < 11; i++)
        {
            var y = shore + (height - shore) * (i + 0.6) / 11;
            var half = width * random.Between(0.02, 0.1 - i * 0.004);
            var x = sunX + width * random.Between(-0.03, 0.03);
            svg.Add($"<path d='M{x - half} {y}H{x + half}' opacity='{0.9 - i * 0.05:2}'/>");
        }
        svg.Add($"</g>");
    }

    static void Stars(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        svg.Add($"<g fill='{palette.Ink}'>");
        for (var i = 0; i < 46; i++)
            svg.Add($"<circle cx='{width * random.Next()}' cy='{height * 0.5 * random.Next()}' r='{random.Between(0.6, 1.9)}' opacity='{random.Between(0.35, 0.95):1}'/>");
        svg.Add($"</g>");
    }
}
