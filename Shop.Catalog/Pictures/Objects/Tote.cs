namespace Shop.Catalog.Pictures.Objects;

/// <summary>A canvas tote bag hanging on a hook.</summary>
static class Tote
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Wall(svg, palette);
        var canvas = random.Pick("#f1e8d6", "#f7f2e8", palette.Dark, Colour.Mix(palette.Colours[3], "#f1e8d6", 0.5));
        const string Bag = "M186 318Q400 334 614 318Q612 520 628 706Q634 738 602 740Q400 750 198 740Q166 738 172 706Q188 520 186 318Z";
        var strap = Colour.Mix(canvas, "#000000", 0.07);
        svg.Add($"<g fill='none' stroke='{Colour.Mix(canvas, "#000000", 0.3)}' stroke-width='24'><path d='M300 326C316 180 372 96 396 92C424 96 476 180 494 326'/></g>");
        Room.Shadow(svg, $"<path d='{Bag}'/>", 18, 20, 18, 0.32);
        Room.Shadow(svg, "<path d='M270 340C300 170 370 80 400 80C430 80 500 170 530 340' fill='none' stroke='#000' stroke-width='26'/>", 12, 14, 9, 0.22);
        svg.Path(Bag, canvas);
        var clip = svg.Clip($"<path d='{Bag}'/>");
        var panel = svg.Clip(random.Chance(0.5) ? "<path d='M240 388H560V692H240Z'/>" : $"<path d='M160 376H640V760H160Z' clip-path='{clip}'/>");
        design.Fill(svg, panel, 160, 376, 480, 380);
        svg.Add($"<g clip-path='{clip}'>");
        svg.Rect(160, 310, 480, 440, svg.LinearGradient(0, 0, 1, 0.15, (0, "#000", 0.2), (0.12, "#fff", 0.16), (0.4, "#fff", 0), (0.7, "#000", 0.05), (0.85, "#fff", 0.1), (1, "#000", 0.26)));
        var fold = svg.Blur(9);
        svg.Add($"<g filter='{fold}' fill='none' stroke-linecap='round' stroke-width='16'><path d='M292 350Q250 470 282 640M520 350Q560 480 520 660M190 720Q260 690 300 730M610 720Q540 688 500 734' stroke='#000' stroke-opacity='.17'/><path d='M320 350Q286 480 316 620M486 350Q520 470 484 640' stroke='#fff' stroke-opacity='.18'/></g>");
        var rib = svg.NewId();
        svg.Add($"<pattern id='{rib}' width='5' height='5' patternUnits='userSpaceOnUse'><path d='M0 1H5M1 0V5' stroke='#000' stroke-opacity='.07'/></pattern><path d='{Bag}' fill='url(#{rib})'/></g>");
        svg.Add($"<path d='M188 346Q400 362 612 346' fill='none' stroke='#000' stroke-opacity='.25' stroke-width='2' stroke-dasharray='8 5'/>");
        svg.Add($"<g fill='none'><path d='M276 366C286 190 362 94 400 90C438 94 514 190 524 366' stroke='{strap}' stroke-width='26'/><path d='M265 366C276 186 356 84 400 79M535 366C524 186 444 84 400 79' stroke='#fff' stroke-opacity='.25' stroke-width='3'/></g>");
        foreach (var x in (ReadOnlySpan<int>)[263, 511])
            svg.Add($"<path d='M{x} 326h26v40h-26zl26 40m0-40l-26 40' fill='none' stroke='#000' stroke-opacity='.3' stroke-width='2'/>");
        Hook(svg, palette);
    }

    static void Hook(Svg svg, Palette palette)
    {
        Room.Shadow(svg, "<circle cx='400' cy='82' r='21'/>", 7, 10, 5, 0.35);
        svg.Circle(400, 82, 21, palette.Colours[0]);
        svg.Circle(400, 82, 21, svg.RadialGradient(0.35, 0.3, 0.75, (0, "#fff", 0.5), (1, "#000", 0.3)));
    }
}
