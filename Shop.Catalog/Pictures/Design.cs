using Shop.Catalog.Pictures.Patterns;

namespace Shop.Catalog.Pictures;

/// <summary>One artwork: a pattern in a palette with a seed. It looks the same on whatever object it is printed.</summary>
sealed record Design(Pattern Pattern, Palette Palette, string Seed)
{
    /// <summary>Draws the artwork into a rectangle, clipped by <paramref name="clip"/> (a clip-path value in the picture's coordinates).</summary>
    public void Fill(Svg svg, string clip, double x, double y, double width, double height)
    {
        svg.Add($"<g clip-path='{clip}'><g transform='translate({x} {y})'>");
        Pattern.Draw(svg, new PictureRandom(Seed), Palette, width, height);
        svg.Add($"</g></g>");
    }
}
