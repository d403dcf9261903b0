namespace Shop.Catalog.Pictures.Patterns;

/// <summary>A grid of discs seen through a lens, in the manner of the op art of the sixties: the plane swells towards the viewer.</summary>
static class OpArtCircles
{
    /// <summary>How far the dome is bent over: a quarter turn would be half a sphere.</summary>
    const double Dome = 1.22;

    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var columns = 9 + 2 * random.Below(2);
        var cell = width / columns;
        var rows = (int)Math.Ceiling(height / cell - 0.02);
        var (fx, fy) = (width * random.Between(0.4, 0.6), height * random.Between(0.4, 0.6));
        var lens = Math.Min(width, height) * random.Between(0.46, 0.54);
        var colours = Colour.ByLuminance(palette.Colours);
        var dark = random.Chance(0.5);
        var ground = dark ? palette.Dark : palette.Light;
        string[] ramp = dark ? [Colour.Mix(colours[^2], ground, 0.35), colours[2], colours[0]] : [Colour.Mix(colours[0], ground, 0.3), colours[2], colours[^1]];
        var accent = random.Pick(palette.Colours[0], palette.Colours[^1]);
        svg.Rect(0, 0, width, height, ground);
        for (var row = -1; row <= rows; row++)
            for (var column = -1; column <= columns; column++)
            {
                var (dx, dy) = ((column + 0.5) * cell - fx, (row + 0.5) * cell - fy);
                var distance = Math.Sqrt(dx * dx + dy * dy) / lens;
                // Inside the lens the grid is laid over a dome; outside it lies flat.
                var (stretch, size) = (1.0, 0.3);
                if (distance < 1)
                {
                    stretch = distance < 0.01 ? Dome / Math.Sin(Dome) : Math.Sin(Dome * distance) / Math.Sin(Dome) / distance;
                    size = 0.42 * Dome * Math.Cos(Dome * distance) / Math.Sin(Dome);
                }
                var (x, y) = (fx + dx * stretch, fy + dy * stretch);
                if (x < -cell || y < -cell || x > width + cell || y > height + cell)
                    continue;
                var colour = Colour.Ramp(ramp, distance < 1 ? 1 - 0.75 * distance : 0.18);
                svg.Circle(x, y, cell * size, colour);
                if ((row + column) % 2 == 0 && distance < 1.02)
                    svg.Circle(x, y, cell * size * 0.46, distance < 0.62 ? ground : accent);
            }
    }
}
