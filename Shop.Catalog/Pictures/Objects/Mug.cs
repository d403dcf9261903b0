namespace Shop.Catalog.Pictures.Objects;

/// <summary>A stoneware mug on a table, the design round its wall.</summary>
static class Mug
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Table(svg, palette, 560);
        var glaze = random.Pick("#fbf9f4", "#f5efe2", palette.Dark, Colour.Mix(palette.Colours[0], "#ffffff", 0.1));
        const string Body = "M196 214C196 196 564 196 564 214L553 590C551 650 505 666 380 666C255 666 209 650 207 590Z";
        Room.Shadow(svg, "<ellipse cx='420' cy='655' rx='235' ry='34'/>", 18, 8, 14, 0.38);
        Room.Shadow(svg, "<path d='M330 640L620 620 800 590V660L520 680Z'/>", 0, 8, 22, 0.2);
        var handle = "M560 290C700 268 706 520 549 522";
        svg.Add($"<g fill='none'><path d='{handle}' stroke='{glaze}' stroke-width='42'/><path d='{handle}' stroke='{svg.LinearGradient(0, 0, 0.3, 1, (0, "#fff", 0.3), (0.5, "#000", 0.05), (1, "#000", 0.38))}' stroke-width='42'/><path d='M560 283C690 266 690 470 560 503' stroke='#fff' stroke-opacity='.25' stroke-width='5'/></g>");
        svg.Path(Body, glaze);
        var clip = svg.Clip("<path d='M197 246C248 268 512 268 563 246L553 592C500 620 260 620 207 592Z'/>");
        design.Fill(svg, clip, 186, 236, 388, 384);
        svg.Path(Body, svg.LinearGradient(0, 0, 1, 0, (0, "#000", 0.36), (0.16, "#000", 0.06), (0.3, "#fff", 0.24), (0.42, "#fff", 0.03), (0.72, "#000", 0.1), (1, "#000", 0.44)));
        svg.Path(Body, svg.LinearGradient(0, 0, 0, 1, (0.78, "#000", 0), (1, "#000", 0.26)));
        svg.Add($"<ellipse cx='380' cy='214' rx='184' ry='25' fill='{glaze}'/><ellipse cx='380' cy='216' rx='170' ry='18' fill='{Colour.Mix(glaze, "#000000", 0.32)}'/><ellipse cx='380' cy='224' rx='152' ry='11' fill='#4a2a17'/><path d='M196 214C196 247 564 247 564 214' fill='none' stroke='#fff' stroke-opacity='.45' stroke-width='3'/>");
        var steam = svg.Blur(9);
        svg.Add($"<path d='M340 190C310 140 380 120 350 60M420 186C450 140 390 110 425 50' fill='none' stroke='#fff' stroke-width='16' stroke-linecap='round' opacity='.42' filter='{steam}'/>");
    }
}
