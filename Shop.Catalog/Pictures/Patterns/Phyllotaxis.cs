namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Seeds set by the golden angle, as in a sunflower: dots, petals or a dahlia's overlapping scales.</summary>
static class Phyllotaxis
{
    static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var ground = random.Chance(0.35) && !palette.IsDark ? palette.Ink : palette.Paper;
        svg.Rect(0, 0, width, height, ground);
        var unit = Math.Min(width, height);
        var (cx, cy) = (width / 2, height / 2);
        string[] ramp = [.. random.Shuffled<string>(palette.Colours).Where(colour => Math.Abs(Colour.Luminance(colour) - Colour.Luminance(ground)) > 0.14)];
        if (ramp.Length < 2)
            ramp = palette.Colours;
        if (random.Chance(0.5))
            Dahlia(svg, random, ramp, cx, cy, unit);
        else
            Seeds(svg, random, ramp, cx, cy, unit);
    }

    static void Seeds(Svg svg, PictureRandom random, string[] ramp, double cx, double cy, double unit)
    {
        const int Count = 330;
        var arms = random.Pick(0, 8, 13, 21);
        for (var i = 1; i <= Count; i++)
        {
            var share = Math.Sqrt((double)i / Count);
            var (angle, distance) = (i * GoldenAngle, unit * 0.45 * share);
            var size = unit * (0.0055 + 0.0145 * Math.Sin(Math.PI * Math.Pow(share, 1.3)) + 0.002 * share);
            var colour = arms == 0 ? Colour.Ramp(ramp, share) : ramp[i % arms % ramp.Length];
            svg.Add($"<circle cx='{cx + distance * Math.Cos(angle)}' cy='{cy + distance * Math.Sin(angle)}' r='{size}' fill='{colour}'/>");
        }
    }

    static void Dahlia(Svg svg, PictureRandom random, string[] ramp, double cx, double cy, double unit)
    {
        const int Count = 110;
        var petal = svg.NewId();
        var slim = random.Between(0.3, 0.42);
        var shade = svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.3), (0.55, "#000", 0));
        svg.Add($"<defs><path id='{petal}' d='M0 0C20 {-100 * slim} 70 {-100 * slim} 100 0C70 {100 * slim} 20 {100 * slim} 0 0Z'/></defs>");
        for (var i = Count; i >= 1; i--)
        {
            var share = Math.Sqrt((double)i / Count);
            var turn = i * GoldenAngle * 180 / Math.PI % 360;
            var distance = unit * 0.33 * share;
            var size = unit * (0.05 + 0.1 * share) / 100;
            svg.Add($"<g transform='translate({cx} {cy}) rotate({turn}) translate({distance}) scale({size:2})'><use href='#{petal}' fill='{Colour.Ramp(ramp, 1 - share)}'/><use href='#{petal}' fill='{shade}'/></g>");
        }
    }
}
