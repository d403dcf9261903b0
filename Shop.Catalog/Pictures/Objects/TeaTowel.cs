namespace Shop.Catalog.Pictures.Objects;

/// <summary>A linen tea towel hanging by its loop from a wooden peg.</summary>
static class TeaTowel
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Wall(svg, palette);
        const string Cloth = "M212 170Q400 150 588 170Q596 400 602 706Q560 720 516 708Q470 696 430 712Q388 724 344 708Q300 698 262 712Q230 718 198 706Q206 400 212 170Z";
        svg.Add($"<path d='M392 164Q372 110 400 96Q428 110 408 164' fill='none' stroke='{palette.Dark}' stroke-width='6'/>");
        Room.Shadow(svg, $"<path d='{Cloth}'/>", 16, 22, 16, 0.32);
        Room.Shadow(svg, "<circle cx='400' cy='94' r='20'/>", 7, 10, 5, 0.4);
        svg.Circle(400, 94, 20, svg.RadialGradient(0.35, 0.3, 0.8, (0, "#e2bd8b", 1), (1, "#8f6238", 1)));
        svg.Path(Cloth, palette.Paper);
        var clip = svg.Clip($"<path d='{Cloth}'/>");
        design.Fill(svg, clip, 190, 150, 420, 580);
        var border = random.Pick(palette.Colours);
        svg.Add($"<g clip-path='{clip}'><path d='M190 668H610V690H190Z' fill='{border}' opacity='.9'/><path d='M190 166Q400 148 610 166' fill='none' stroke='{palette.Paper}' stroke-width='14'/>");
        Folds(svg, 190, 150, 420, 580, 1);
        svg.Add($"</g>");
    }

    /// <summary>The soft vertical folds of hanging cloth.</summary>
    public static void Folds(Svg svg, double x, double y, double width, double height, double strength)
    {
        var shade = svg.LinearGradient(0, 0, 1, 0,
            (0, "#000", 0.24 * strength), (0.08, "#000", 0), (0.16, "#fff", 0.2 * strength), (0.25, "#000", 0.16 * strength), (0.34, "#000", 0), (0.44, "#fff", 0.16 * strength),
            (0.52, "#000", 0.13 * strength), (0.6, "#000", 0), (0.7, "#fff", 0.18 * strength), (0.79, "#000", 0.18 * strength), (0.88, "#000", 0), (1, "#000", 0.28 * strength));
        svg.Rect(x, y, width, height, shade);
        svg.Rect(x, y, width, height, svg.LinearGradient(0, 0, 0, 1, (0, "#fff", 0.14), (0.3, "#fff", 0), (1, "#000", 0.16)));
    }
}
