namespace Shop.ServiceDefaults.Pictures;

/// <summary>What a picture is made to fit.</summary>
/// <param name="Side">In pixels: of the square, or the longest that the picture may have.</param>
/// <param name="IsSquare">The middle is taken; else the whole, which is never made larger.</param>
/// <param name="Quality">Of WebP, from 0 to 100.</param>
/// <param name="IsEnlarged">A square that is smaller is made as large as the frame.</param>
public readonly record struct PictureFrame(int Side, bool IsSquare, int Quality, bool IsEnlarged = true)
{
    /// <summary>The side that has to reach the frame's.</summary>
    internal int Measure(int width, int height) => IsSquare ? Math.Min(width, height) : Math.Max(width, height);
}
