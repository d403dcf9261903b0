namespace Shop.Catalog.Pictures.Objects;

/// <summary>What stands behind the objects: a plain wall in window light, a wall above a table top, or a table seen from above.</summary>
static class Room
{
    public static void Wall(Svg svg, Palette palette)
    {
        svg.Rect(0, 0, 800, 800, palette.Wall);
        svg.Rect(0, 0, 800, 800, svg.RadialGradient(0.3, 0.2, 1, (0, "#fff", 0.5), (0.6, "#fff", 0), (1, "#000", 0.1)));
    }

    /// <summary>Slanting light from a window with one bar, as it falls on a wall in the afternoon.</summary>
    public static void WindowLight(Svg svg)
    {
        var blur = svg.Blur(7);
        svg.Add($"<path filter='{blur}' d='M-40 90L330-60 470-60-40 290ZM-40 340L560-60 720-60-40 560ZM80 860L860 250V420L300 860Z' fill='#fff' opacity='.17'/>");
    }

    /// <summary>The table's edge lies at <paramref name="edge"/>.</summary>
    public static void Table(Svg svg, Palette palette, double edge)
    {
        Wall(svg, palette);
        var top = Colour.Mix(palette.Wall, "#ffffff", 0.5);
        svg.Rect(0, edge, 800, 800 - edge, svg.LinearGradient(0, 0, 0, 1, (0, Colour.Mix(top, "#6b5a48", 0.12), 1), (0.25, top, 1), (1, Colour.Mix(palette.Wall, "#000000", 0.05), 1)));
        svg.Add($"<path d='M0 {edge}H800' stroke='#000' stroke-opacity='.1' stroke-width='2'/>");
    }

    public static void TableTop(Svg svg, Palette palette)
    {
        svg.Rect(0, 0, 800, 800, Colour.Mix(palette.Wall, "#ffffff", 0.12));
        svg.Rect(0, 0, 800, 800, svg.LinearGradient(0, 0, 1, 1, (0, "#fff", 0.4), (0.5, "#fff", 0), (1, "#000", 0.12)));
    }

    /// <summary>A soft shadow of a shape, away from the light at the upper left.</summary>
    public static void Shadow(Svg svg, string shape, double dx, double dy, double blur, double opacity) =>
        svg.Add($"<g filter='{svg.Blur(blur)}' opacity='{opacity:2}' transform='translate({dx} {dy})'>{shape}</g>");
}
