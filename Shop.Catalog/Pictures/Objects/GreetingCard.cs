namespace Shop.Catalog.Pictures.Objects;

/// <summary>A folded card standing before its envelope.</summary>
static class GreetingCard
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Table(svg, palette, 590);
        var paper = random.Pick("#d9bf99", Colour.Mix(palette.Colours[2], "#ffffff", 0.4), Colour.Mix(palette.Colours[0], "#ffffff", 0.25));
        svg.Add($"<g transform='rotate({random.Between(4, 9)} 520 500)'>");
        Room.Shadow(svg, "<rect x='330' y='250' width='390' height='400'/>", 12, 12, 12, 0.3);
        svg.Rect(326, 246, 392, 404, paper);
        svg.Add($"<path d='M326 246L522 470 718 246Z' fill='#fff' fill-opacity='.28'/><path d='M326 246L522 470 718 246' fill='none' stroke='#000' stroke-opacity='.2' stroke-width='3'/></g>");
        Room.Shadow(svg, "<path d='M150 660L560 672 690 690 520 700 160 676Z'/>", 6, 6, 12, 0.42);
        svg.Path("M560 128L612 150V664L560 682Z", "#e9e4d8");
        svg.Path("M560 128L612 150V664L560 682Z", svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.4), (1, "#000", 0.12)));
        Room.Shadow(svg, "<rect x='146' y='128' width='414' height='554'/>", 10, 8, 8, 0.25);
        svg.Rect(146, 128, 414, 554, "#fbf9f3");
        var clip = svg.Clip("<path d='M170 152H536V658H170Z'/>");
        design.Fill(svg, clip, 170, 152, 366, 506);
        svg.Rect(146, 128, 414, 554, svg.LinearGradient(0, 0, 1, 0.5, (0, "#fff", 0.18), (0.6, "#fff", 0), (1, "#000", 0.12)));
        svg.Add($"<path d='M146 128H560V682H146Z' fill='none' stroke='#000' stroke-opacity='.08' stroke-width='2'/>");
    }
}
