namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A crumpled sheet of triangles, lit from the upper left.</summary>
static class Facets
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var columns = 6 + random.Below(2);
        var step = width / columns;
        var rows = (int)Math.Ceiling(height / (step * 0.87));
        var points = new (double X, double Y, double Z)[rows + 3, columns + 3];
        for (var row = 0; row < rows + 3; row++)
            for (var column = 0; column < columns + 3; column++)
                points[row, column] = ((column - 1 + (row % 2) * 0.5 + random.Between(-0.3, 0.3)) * step, (row - 1 + random.Between(-0.3, 0.3)) * step * 0.87, random.Next());
        var ramp = random.Chance(0.5) ? Colour.ByLuminance(palette.Colours) : random.Shuffled<string>(palette.Colours);
        var slant = random.Between(-0.5, 0.5);
        svg.Rect(0, 0, width, height, ramp[2]);
        for (var row = 0; row < rows + 2; row++)
            for (var column = 0; column < columns + 2; column++)
            {
                var (a, b, c, d) = (points[row, column], points[row, column + 1], points[row + 1, column], points[row + 1, column + 1]);
                if (row % 2 == 0)
                {
                    Face(a, b, c);
                    Face(b, d, c);
                }
                else
                {
                    Face(a, b, d);
                    Face(a, d, c);
                }
            }

        void Face((double X, double Y, double Z) a, (double X, double Y, double Z) b, (double X, double Y, double Z) c)
        {
            var (x, y) = ((a.X + b.X + c.X) / 3 / width, (a.Y + b.Y + c.Y) / 3 / height);
            var light = ((b.Z - a.Z) + (c.Z - a.Z) * 0.7) * 0.5;
            var colour = Colour.Ramp(ramp, y + slant * (x - 0.5) + (random.Next() - 0.5) * 0.24);
            colour = light > 0 ? Colour.Mix(colour, "#ffffff", light * 0.42) : Colour.Mix(colour, palette.Dark, -light * 0.5);
            svg.Add($"<path d='M{a.X:0} {a.Y:0}L{b.X:0} {b.Y:0} {c.X:0} {c.Y:0}Z' fill='{colour}' stroke='{colour}'/>");
        }
    }
}
