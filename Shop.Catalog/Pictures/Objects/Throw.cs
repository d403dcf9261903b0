namespace Shop.Catalog.Pictures.Objects;

/// <summary>A woven throw over a wooden rail, with a fringe.</summary>
static class Throw
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Wall(svg, palette);
        const string Cloth = "M138 176Q138 150 164 150H636Q662 150 662 176Q668 430 672 640Q536 652 400 642Q264 634 128 644Q132 430 138 176Z";
        Room.Shadow(svg, $"<path d='{Cloth}'/>", 18, 26, 18, 0.34);
        Rail(svg);
        var yarn = random.Pick(palette.Light, palette.Colours[0], Colour.Mix(palette.Paper, palette.Colours[2], 0.5));
        svg.Add($"<g stroke='{yarn}' stroke-width='5' stroke-linecap='round'>");
        for (var i = 0; i < 46; i++)
        {
            var x = 133 + i * 11.85;
            svg.Add($"<path d='M{x} 636L{x + random.Between(-4, 4)} {692 + random.Between(-7, 7)}'/>");
        }
        svg.Add($"</g>");
        var clip = svg.Clip($"<path d='{Cloth}'/>");
        design.Fill(svg, clip, 124, 146, 552, 506);
        svg.Add($"<g clip-path='{clip}'>");
        svg.Rect(124, 146, 552, 506, svg.LinearGradient(0, 0, 0, 1, (0, "#000", 0.28), (0.05, "#fff", 0.3), (0.12, "#000", 0.1), (0.2, "#000", 0), (1, "#000", 0.12)));
        TeaTowel.Folds(svg, 124, 146, 552, 506, 0.75);
        var rib = svg.NewId();
        svg.Add($"<pattern id='{rib}' width='6' height='6' patternUnits='userSpaceOnUse'><path d='M0 1.5H6M0 4.5H6' stroke='#fff' stroke-opacity='.13' stroke-width='1.4'/><path d='M1.5 0V6M4.5 0V6' stroke='#000' stroke-opacity='.1' stroke-width='1.4'/></pattern>");
        svg.Rect(124, 146, 552, 506, $"url(#{rib})");
        svg.Add($"</g>");
    }

    static void Rail(Svg svg)
    {
        Room.Shadow(svg, "<path d='M70 152H730V170H70Z'/>", 8, 18, 8, 0.3);
        svg.Add($"<rect x='70' y='146' width='660' height='22' rx='11' fill='{svg.LinearGradient(0, 0, 0, 1, (0, "#e0b986", 1), (0.4, "#c1935d", 1), (1, "#805531", 1))}'/>");
    }
}
