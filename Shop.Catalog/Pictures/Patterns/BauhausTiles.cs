namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A grid of elementary forms in flat colour: quarters, halves, petals, rings, dots.</summary>
static class BauhausTiles
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var columns = 4 + random.Below(2);
        var cell = width / columns;
        var rows = (int)Math.Round(height / cell);
        var tall = height / rows;
        string[] colours = [.. palette.Colours, palette.Paper, palette.Ink];
        svg.Rect(0, 0, width, height, palette.Paper);
        var previous = "";
        var previousShape = -1;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var ground = random.PickOther<string>(colours, previous);
                var figure = random.PickOther<string>(colours, ground);
                var shape = random.PickOther<int>([0, 0, 1, 2, 3, 3, 4, 5, 6, 7, 8], previousShape);
                (previous, previousShape) = (ground, shape);
                svg.Add($"<g transform='translate({column * cell} {row * tall}) scale({cell / 100:3} {tall / 100:3}) rotate({90 * random.Below(4)} 50 50)'>");
                svg.Rect(-0.5, -0.5, 101, 101, ground);
                Tile(svg, shape, ground, figure, random.PickOther<string>(colours, figure));
                svg.Add($"</g>");
            }
    }

    static void Tile(Svg svg, int shape, string ground, string figure, string accent)
    {
        switch (shape)
        {
            case 0:
                svg.Path("M0 0H100A100 100 0 0 1 0 100Z", figure);
                break;
            case 1:
                svg.Path("M0 0H100A50 50 0 0 1 0 0Z", figure);
                svg.Path("M0 100H100A50 50 0 0 0 0 100Z", accent == ground ? figure : accent);
                break;
            case 2:
                svg.Circle(50, 50, 38, figure);
                svg.Path("M50 12A38 38 0 0 1 50 88Z", accent == ground ? figure : accent);
                break;
            case 3:
                svg.Path("M0 0A100 100 0 0 1 100 100A100 100 0 0 1 0 0Z", figure);
                break;
            case 4:
                foreach (var (radius, colour) in new[] { (100, figure), (74, ground), (48, figure), (22, ground) })
                    svg.Path($"M0 0H{radius}A{radius} {radius} 0 0 1 0 {radius}Z", colour);
                break;
            case 5:
                svg.Path("M0 0L100 100H0Z", figure);
                break;
            case 6:
                svg.Add($"<g fill='{figure}'>");
                for (var i = 0; i < 9; i++)
                    svg.Add($"<circle cx='{20 + 30 * (i % 3)}' cy='{20 + 30 * (i / 3)}' r='8.5'/>");
                svg.Add($"</g>");
                break;
            case 7:
                svg.Path("M0 0H12V100H0ZM24 0H37V100H24ZM50 0H62V100H50ZM75 0H87V100H75Z", figure);
                break;
            default:
                svg.Path("M0 0H100A50 50 0 0 1 0 0ZM0 50H100A50 50 0 0 1 0 50Z", figure);
                break;
        }
    }
}
