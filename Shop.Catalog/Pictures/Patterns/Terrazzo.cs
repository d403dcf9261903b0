namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Chips of coloured stone set in plaster: large ones first, fine ones in the gaps.</summary>
static class Terrazzo
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        svg.Rect(0, 0, width, height, palette.Paper);
        var chips = new List<(double X, double Y, double R)>();
        string[] colours = [.. palette.Colours, palette.Colours[0], palette.Ink];
        var unit = Math.Min(width, height);
        foreach (var (radius, tries) in new[] { (0.085, 60), (0.05, 160), (0.028, 260), (0.014, 260) })
            for (var attempt = 0; attempt < tries; attempt++)
            {
                var r = unit * radius * random.Between(0.75, 1.2);
                var (x, y) = (random.Between(0, width), random.Between(0, height));
                if (chips.TrueForAll(chip => Square(chip.X - x) + Square(chip.Y - y) > Square((chip.R + r) * 1.03)))
                {
                    chips.Add((x, y, r));
                    Chip(svg, random, x, y, r, random.Pick(colours));
                }
            }
    }

    static void Chip(Svg svg, PictureRandom random, double x, double y, double radius, string colour)
    {
        var corners = radius < 8 ? 4 : 5 + random.Below(3);
        var turn = random.Between(0, Math.Tau);
        var (squash, lean) = (random.Between(0.62, 1), random.Between(0, Math.PI));
        var outline = new PathData(radius < 12 ? 1 : 0);
        for (var i = 0; i < corners; i++)
        {
            var angle = turn + Math.Tau * (i + random.Between(-0.22, 0.22)) / corners;
            var r = radius * random.Between(0.82, 1.12);
            var (along, across) = (r * Math.Cos(angle), r * squash * Math.Sin(angle));
            var (px, py) = (x + along * Math.Cos(lean) - across * Math.Sin(lean), y + along * Math.Sin(lean) + across * Math.Cos(lean));
            if (i == 0)
                outline.Move(px, py);
            else
                outline.Line(px, py);
        }
        svg.Path(outline.Close().ToString(), colour);
    }

    static double Square(double value) => value * value;
}
