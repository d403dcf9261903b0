namespace Shop.Catalog.Pictures.Objects;

/// <summary>A plump square cushion on a bench, against the wall.</summary>
static class Cushion
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Table(svg, palette, 640);
        const string Shape = "M142 138C230 168 330 172 400 172C470 172 570 168 658 138C634 230 628 330 628 404C628 480 634 580 660 676C570 652 470 648 400 648C330 648 230 652 140 676C166 580 172 480 172 404C172 330 166 230 142 138Z";
        Room.Shadow(svg, "<ellipse cx='400' cy='672' rx='262' ry='24'/>", 16, 6, 14, 0.45);
        Room.Shadow(svg, $"<path d='{Shape}'/>", 26, 10, 24, 0.22);
        var piping = random.Pick(palette.Colours[0], palette.Ink, palette.Paper);
        svg.Add($"<g transform='rotate({random.Between(-2.5, 2.5)} 400 660)'>");
        svg.Path(Shape, palette.Paper);
        var clip = svg.Clip($"<path d='{Shape}'/>");
        design.Fill(svg, clip, 136, 132, 528, 548);
        svg.Add($"<g clip-path='{clip}'>");
        svg.Rect(120, 120, 560, 570, svg.RadialGradient(0.4, 0.36, 0.66, (0, "#fff", 0.28), (0.45, "#fff", 0), (0.75, "#000", 0.12), (1, "#000", 0.5)));
        var crease = svg.Blur(9);
        svg.Add($"<g filter='{crease}' fill='none' stroke-linecap='round' stroke-width='15'><path d='M150 146Q230 220 262 262M650 146Q572 222 545 258M152 668Q226 594 258 570M650 668Q580 598 548 570' stroke='#000' stroke-opacity='.3'/><path d='M182 156Q250 214 290 240M166 196Q220 262 238 300M618 158Q560 210 522 236' stroke='#fff' stroke-opacity='.24' stroke-width='11'/></g></g>");
        svg.Add($"<path d='{Shape}' fill='none' stroke='{piping}' stroke-width='8' stroke-linejoin='round'/><path d='{Shape}' fill='none' stroke='#000' stroke-opacity='.28' stroke-width='2.5' transform='translate(2 3)' stroke-linejoin='round'/></g>");
    }
}
