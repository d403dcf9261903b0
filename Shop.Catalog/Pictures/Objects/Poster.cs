namespace Shop.Catalog.Pictures.Objects;

/// <summary>An art print in a wooden, black or white frame with a mat, on a wall in window light.</summary>
static class Poster
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.Wall(svg, palette);
        var (wood, edge) = random.Pick(("#c79f6f", "#9c7448"), ("#26241f", "#0f0e0c"), ("#fbfaf7", "#cfcac0"), ("#7a5236", "#54361f"));
        const int X = 165, Y = 82, W = 470, H = 620;
        Room.Shadow(svg, $"<path d='M{X} {Y}h{W}v{H}h-{W}z'/>", 22, 30, 22, 0.34);
        Room.Shadow(svg, $"<path d='M{X} {Y}h{W}v{H}h-{W}z'/>", 5, 7, 5, 0.3);
        svg.Rect(X, Y, W, H, wood);
        svg.Add($"<path d='M{X} {Y}h{W}l-14 14H{X + 14}z' fill='#fff' opacity='.22'/><path d='M{X + W} {Y}v{H}l-14-14V{Y + 14}z' fill='{edge}' opacity='.55'/><path d='M{X} {Y + H}l14-14h{W - 28}l14 14z' fill='{edge}' opacity='.75'/>");
        svg.Rect(X + 14, Y + 14, W - 28, H - 28, "#faf8f4");
        svg.Add($"<path d='M{X + 14} {Y + 14}h{W - 28}v9h-{W - 37}v{H - 37}h-9z' opacity='.13'/>");
        const int Mat = 54;
        var clip = svg.Clip($"<path d='M{X + Mat} {Y + Mat}h{W - 2 * Mat}v{H - 2 * Mat}h-{W - 2 * Mat}z'/>");
        design.Fill(svg, clip, X + Mat, Y + Mat, W - 2 * Mat, H - 2 * Mat);
        svg.Add($"<path d='M{X + Mat} {Y + Mat}h{W - 2 * Mat}v{H - 2 * Mat}h-{W - 2 * Mat}z' fill='none' stroke='#000' stroke-opacity='.16' stroke-width='2'/>");
        Room.WindowLight(svg);
    }
}
