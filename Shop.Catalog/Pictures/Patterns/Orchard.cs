namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Halved and whole fruit with leaves in a half-drop repeat, as on summer cloth.</summary>
static class Orchard
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        var colours = random.Shuffled<string>(palette.Colours);
        var ground = random.Chance(0.65) ? palette.Paper : Colour.Mix(colours[3], palette.Paper, 0.55);
        svg.Rect(0, 0, width, height, ground);
        var leaf = Colour.Leafiest(palette.Colours);
        var skin = colours[0] == leaf ? colours[1] : colours[0];
        var second = Array.Find(colours, colour => colour != leaf && colour != skin) ?? palette.Ink;
        var flesh = Colour.Mix(skin, "#ffffff", 0.62);
        var (slice, whole, pear, sprig) = (svg.NewId(), svg.NewId(), svg.NewId(), svg.NewId());
        svg.Add($"<defs><g id='{slice}'><circle r='40' fill='{skin}'/><circle r='35' fill='{Colour.Mix(flesh, "#ffffff", 0.55)}'/><g fill='{Colour.Mix(skin, "#ffffff", 0.22)}'>");
        for (var i = 0; i < 9; i++)
            svg.Add($"<path transform='rotate({i * 40})' d='M0-4L9-27Q0-36-9-27Z'/>");
        svg.Add($"</g></g><g id='{whole}'><path d='M2-34Q4-48 14-54' stroke='{palette.Dark}' stroke-width='4' fill='none'/><path d='M4-38C14-58 36-56 44-50C36-36 16-32 4-38Z' fill='{leaf}'/><circle r='36' fill='{second}'/><path d='M-24-10A27 27 0 0 1-8-26' stroke='{Colour.Mix(second, "#ffffff", 0.55)}' stroke-width='6' fill='none' stroke-linecap='round'/></g>");
        svg.Add($"<g id='{pear}'><path d='M0-40Q0-50 8-56' stroke='{palette.Dark}' stroke-width='4' fill='none'/><path d='M0-42C14-42 12-20 24-4C42 22 24 42 0 42C-24 42-42 22-24-4C-12-20-14-42 0-42Z' fill='{skin}'/><path d='M0-33C9-33 8-15 18 0C32 20 18 34 0 34C-18 34-32 20-18 0C-8-15-9-33 0-33Z' fill='{flesh}'/><path d='M-4 8Q-10 18-4 24Q0 16-4 8ZM4 8Q10 18 4 24Q0 16 4 8Z' fill='{palette.Dark}'/></g>");
        svg.Add($"<g id='{sprig}' fill='{leaf}'><path d='M-30 14C-20-14 14-22 34-14C24 12-8 26-30 14Z'/><path d='M-28 13L28-11' stroke='{Colour.Mix(leaf, ground, 0.5)}' stroke-width='2.5'/></g></defs>");

        var columns = 3 + random.Below(2);
        var size = width / columns;
        var rows = (int)Math.Ceiling(height / size) + 1;
        var fruits = random.Chance(0.5) ? (ReadOnlySpan<string>)[slice, whole] : random.Chance(0.5) ? [slice, pear] : [pear, whole];
        for (var column = 0; column <= columns; column++)
            for (var row = 0; row <= rows; row++)
            {
                var (x, y) = ((column + 0.2) * size, (row - 0.1 + (column % 2) * 0.5) * size);
                svg.Add($"<use href='#{fruits[(row + column) % fruits.Length]}' transform='translate({x} {y}) scale({size / 126:2}) rotate({random.Between(-28, 28):0})'/>");
                svg.Add($"<use href='#{sprig}' transform='translate({x + size * 0.46} {y + size * 0.06}) scale({size / 170:2}) rotate({random.Between(0, 360):0})'/>");
                svg.Circle(x + size * 0.1, y + size * 0.5, size * 0.028, palette.Dark);
                svg.Circle(x - size * 0.1, y + size * 0.46, size * 0.02, second);
            }
    }
}
