namespace Shop.Catalog.Pictures.Objects;

/// <summary>A dinner plate on linen, seen from above.</summary>
static class Plate
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.TableTop(svg, palette);
        var cloth = Colour.Mix(palette.Colours[random.Below(3)], palette.Wall, 0.62);
        svg.Add($"<g transform='rotate({random.Between(-16, 16)} 400 400)'>");
        Room.Shadow(svg, "<path d='M120 60H560V760H120Z'/>", 8, 12, 10, 0.16);
        svg.Rect(120, 60, 440, 700, cloth);
        svg.Add($"<path d='M136 60V760M148 60V760M544 60V760M532 60V760' stroke='#fff' stroke-opacity='.45' stroke-width='4'/></g>");
        Room.Shadow(svg, "<circle cx='400' cy='400' r='286'/>", 16, 24, 18, 0.4);
        var glaze = palette.IsDark ? palette.Paper : "#fbf9f4";
        svg.Circle(400, 400, 290, glaze);
        var clip = svg.Clip("<circle cx='400' cy='400' r='276'/>");
        design.Fill(svg, clip, 124, 124, 552, 552);
        svg.Circle(400, 400, 290, svg.LinearGradient(0, 0, 1, 1, (0, "#fff", 0.26), (0.45, "#fff", 0), (1, "#000", 0.2)));
        svg.Add($"<g fill='none' stroke-width='12'><circle cx='400' cy='400' r='196' stroke='{svg.LinearGradient(0, 0, 1, 1, (0, "#000", 0.3), (0.5, "#000", 0.02), (1, "#fff", 0.4))}'/><circle cx='400' cy='400' r='284' stroke='{svg.LinearGradient(0, 0, 1, 1, (0, "#fff", 0.6), (0.5, "#fff", 0.1), (1, "#000", 0.25))}' stroke-width='8'/></g>");
        svg.Add($"<path d='M178 300A246 246 0 0 1 330 165' fill='none' stroke='#fff' stroke-opacity='.5' stroke-width='11' stroke-linecap='round' filter='{svg.Blur(4)}'/>");
        Cutlery(svg);
    }

    static void Cutlery(Svg svg)
    {
        const string Fork = "M52 250V360Q52 390 66 392L62 600Q70 612 78 600L74 392Q88 390 88 360V250H82V345H77V250H72V345H67V250H62V345H58V250Z";
        Room.Shadow(svg, $"<path d='{Fork}'/>", 5, 8, 4, 0.35);
        svg.Path(Fork, svg.LinearGradient(0, 0, 1, 0, (0, "#8b8880", 1), (0.45, "#f1efe9", 1), (1, "#8b8880", 1)));
    }
}
