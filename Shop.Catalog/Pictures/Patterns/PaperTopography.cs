namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Contours of an invented island: as layers of cut paper with a shadow under each, or as fine survey lines.</summary>
static class PaperTopography
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var layered = random.Chance(0.6);
        var ramp = Colour.ByLuminance([.. palette.Colours, palette.Paper]);
        if (random.Chance(0.5))
            Array.Reverse(ramp);
        svg.Rect(0, 0, width, height, layered ? ramp[0] : palette.Paper);
        var (cx, cy) = (width * random.Between(0.35, 0.65), height * random.Between(0.35, 0.65));
        var reach = Math.Sqrt(width * width + height * height) * 0.62;
        var waves = new (double Amplitude, int Lobes, double Phase, double Twist)[4];
        for (var i = 0; i < waves.Length; i++)
            waves[i] = (random.Between(0.05, 0.17) / (1 + i * 0.45), 2 + i + random.Below(2), random.Between(0, Math.Tau), random.Between(-1.6, 1.6));

        var count = layered ? 9 : 26;
        if (!layered)
            svg.Add($"<g fill='none' stroke='{palette.Ink}' stroke-width='1.7'>");
        for (var layer = 0; layer < count; layer++)
        {
            var size = 1 - (layer + 0.35) / count;
            var outline = Outline(cx, cy, reach * size, size, waves);
            if (layered)
            {
                var depth = width / 110;
                svg.Add($"<path d='{outline}' transform='translate({depth * 0.5} {depth})' opacity='.09'/><path d='{outline}' transform='translate({depth * 0.2} {depth * 0.45})' opacity='.14'/>");
                svg.Path(outline, Colour.Ramp(ramp, (layer + 1.0) / count));
            }
            else if (layer % 6 == 5)
                svg.Add($"<path d='{outline}' fill='{palette.Colours[layer / 6 % palette.Colours.Length]}' fill-opacity='.22' stroke-width='3'/>");
            else
                svg.Add($"<path d='{outline}'/>");
        }
        if (layered)
            return;
        svg.Add($"</g>");
        svg.Circle(cx, cy, width * 0.012, palette.Colours[0]);
    }

    static string Outline(double cx, double cy, double radius, double size, (double Amplitude, int Lobes, double Phase, double Twist)[] waves)
    {
        const int Steps = 34;
        Span<(double, double)> points = stackalloc (double, double)[Steps];
        for (var i = 0; i < Steps; i++)
        {
            var angle = Math.Tau * i / Steps;
            var r = radius;
            foreach (var (amplitude, lobes, phase, twist) in waves)
                r += radius * amplitude * Math.Sin(angle * lobes + phase + twist * size * 2.2);
            points[i] = (cx + r * Math.Cos(angle), cy + r * Math.Sin(angle));
        }
        return new PathData(0).Smooth(points).ToString();
    }
}
