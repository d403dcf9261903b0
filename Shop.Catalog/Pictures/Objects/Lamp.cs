namespace Shop.Catalog.Pictures.Objects;

/// <summary>A table lamp, lit, with the design on its drum shade.</summary>
static class Lamp
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Table(svg, palette, 640);
        svg.Rect(0, 0, 800, 800, svg.RadialGradient(0.5, 0.36, 0.62, (0, "#ffe9b8", 0.85), (0.5, "#ffe2a6", 0.28), (1, "#ffe2a6", 0)));
        var stem = random.Pick("#b08d57", "#2a2825", palette.Colours[0], "#efe8da");
        Room.Shadow(svg, "<ellipse cx='400' cy='704' rx='130' ry='20'/>", 16, 6, 10, 0.42);
        var body = random.Pick(
            "M386 440H414V520C470 540 500 590 490 640C482 686 450 706 400 706C350 706 318 686 310 640C300 590 330 540 386 520Z",
            "M388 440H412V668C450 674 500 684 500 706H300C300 684 350 674 388 668Z",
            "M386 440H414V500Q452 512 452 548T414 600Q470 616 470 656T430 706H370Q330 696 330 656T386 600Q348 584 348 548T386 500Z");
        svg.Path(body, stem);
        svg.Path(body, svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.3), (0.32, "#fff", 0.38), (0.5, "#fff", 0), (1, "#000", 0.42)));
        svg.Path(body, svg.LinearGradient(0, 0, 0, 1, (0, "#ffdf9e", 0.5), (0.3, "#ffdf9e", 0), (1, "#000", 0.14)));
        const string Shade = "M236 124Q400 146 564 124L612 446Q400 482 188 446Z";
        Room.Shadow(svg, $"<path d='{Shade}'/>", 0, 10, 14, 0.18);
        var clip = svg.Clip($"<path d='{Shade}'/>");
        design.Fill(svg, clip, 180, 118, 440, 356);
        svg.Path(Shade, svg.RadialGradient(0.5, 0.62, 0.55, (0, "#fff1c9", 0.55), (0.5, "#ffe3a0", 0.2), (1, "#3a1d00", 0.2)));
        svg.Path(Shade, svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.36), (0.2, "#000", 0.06), (0.5, "#000", 0), (0.8, "#000", 0.06), (1, "#000", 0.36)));
        svg.Add($"<path d='M236 124Q400 146 564 124M188 446Q400 482 612 446' fill='none' stroke='{palette.Light}' stroke-width='9'/><path d='M236 124Q400 102 564 124Q400 146 236 124Z' fill='#fff3cf'/>");
    }
}
