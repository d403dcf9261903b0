namespace Shop.Catalog.Pictures.Objects;

/// <summary>A wall clock with the design as its face, showing about ten past ten.</summary>
static class WallClock
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Wall(svg, palette);
        Room.Shadow(svg, "<circle cx='400' cy='400' r='272'/>", 20, 30, 22, 0.36);
        Room.Shadow(svg, "<circle cx='400' cy='400' r='272'/>", 4, 7, 5, 0.3);
        var rim = random.Pick("#c79f6f", "#26241f", "#f7f5f0", "#8a5f3f", palette.Dark);
        svg.Circle(400, 400, 274, rim);
        svg.Circle(400, 400, 274, svg.LinearGradient(0, 0, 1, 1, (0, "#fff", 0.4), (0.5, "#fff", 0), (1, "#000", 0.35)));
        var clip = svg.Clip("<circle cx='400' cy='400' r='254'/>");
        design.Fill(svg, clip, 146, 146, 508, 508);
        svg.Circle(400, 400, 254, svg.RadialGradient(0.52, 0.54, 0.5, (0.86, "#000", 0), (1, "#000", 0.34)));
        svg.Add($"<circle cx='400' cy='400' r='240' fill='none' stroke='#fff' stroke-opacity='.28' stroke-width='26'/>");
        svg.Add($"<g stroke='#111' stroke-width='5' stroke-linecap='round'>");
        for (var hour = 0; hour < 12; hour++)
            svg.Add($"<path d='M400 {(hour % 3 == 0 ? 152 : 156)}v{(hour % 3 == 0 ? 22 : 13)}' transform='rotate({hour * 30} 400 400)'/>");
        svg.Add($"</g>");
        var minute = random.Between(40, 64);
        var hand = Colour.Luminance(palette.Paper) > 0.5 ? "#151412" : "#fbf6e9";
        var halo = hand == "#151412" ? "#fff" : "#000";
        foreach (var (stroke, extra, dy, opacity) in new[] { ("#000", 0.0, 5.0, 0.25), (halo, 5.0, 0.0, 0.55), (hand, 0.0, 0.0, 1.0) })
            svg.Add($"<g stroke='{stroke}' stroke-linecap='round' opacity='{opacity:2}' transform='translate({dy * 0.5} {dy})'><path d='M400 430V262' stroke-width='{13 + extra}' transform='rotate({305 + (minute - 50) / 12} 400 400)'/><path d='M400 440V192' stroke-width='{9 + extra}' transform='rotate({minute + 10} 400 400)'/></g>");
        svg.Add($"<path d='M400 455V186' stroke='{palette.Colours[0]}' stroke-width='4' stroke-linecap='round' transform='rotate({random.Between(170, 230)} 400 400)'/>");
        svg.Circle(400, 400, 13, hand);
        svg.Circle(400, 400, 5, palette.Colours[0]);
        svg.Add($"<path d='M190 250A262 262 0 0 1 420 148C330 190 250 260 196 400Z' fill='#fff' opacity='.09'/>");
    }
}
