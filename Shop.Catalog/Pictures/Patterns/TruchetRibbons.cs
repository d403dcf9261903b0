namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Truchet tiles with banded arcs: one corner's arcs pass over the other's, so that ribbons wander and weave.</summary>
static class TruchetRibbons
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var columns = 5 + random.Below(3);
        var cell = width / columns;
        var rows = (int)Math.Ceiling(height / cell - 0.02);
        var colours = random.Shuffled<string>(palette.Colours);
        var (edge, core) = (colours[0], colours[1]);
        var ground = random.Chance(0.5) ? palette.Paper : palette.Light;
        // A tile's edge is crossed at t and 1 - t in the same colour, which is what makes any turn of any tile fit its neighbour.
        (double Radius, string Colour)[] bands =
            [(88, edge), (72, ground), (67, core), (60, ground), (56, edge), (44, ground), (40, core), (33, ground), (28, edge), (12, ground)];

        var tile = svg.NewId();
        var clip = svg.Clip("<path d='M-.5-.5H100.5V100.5H-.5Z'/>");
        svg.Add($"<defs><g id='{tile}' clip-path='{clip}'><path d='M-1-1H101V101H-1Z' fill='{ground}'/>");
        foreach (var far in (ReadOnlySpan<int>)[100, 0])
            foreach (var (radius, colour) in bands)
                svg.Circle(far, far, radius, colour);
        svg.Add($"</g></defs>");
        svg.Rect(0, 0, width, height, ground);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                svg.Add($"<use href='#{tile}' transform='translate({column * cell} {row * cell}) scale({cell / 100 + 0.002:3}) rotate({90 * random.Below(4)} 50 50)'/>");
    }
}
