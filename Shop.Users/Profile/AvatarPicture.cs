using Shop.Users.Validation;
using SkiaSharp;

namespace Shop.Users.Profile;

/// <summary>
/// Makes an avatar of an uploaded picture: a square from its middle, upright, encoded anew. Nothing of the file is kept, neither what
/// cameras write into it, such as the place, nor what somebody has hidden in it.
/// </summary>
static class AvatarPicture
{
    public const int Side = 512, LargestFile = 5 * 1024 * 1024, MostPixels = 40_000_000;

    /// <summary>More than is taken is read, so that who sends too much is told so, and not only cut off.</summary>
    public const int LargestUpload = 20 * 1024 * 1024;

    public const string ContentType = "image/webp";

    const int Quality = 85;

    /// <returns>Null, or one of <see cref="ErrorTexts"/> where the file is not a picture that we take.</returns>
    public static string? TryEncode(byte[] file, out byte[] image)
    {
        image = [];
        if (file.Length > LargestFile)
            return ErrorTexts.PictureTooLarge;
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif))
            return ErrorTexts.Picture;
        // Known from the first bytes. A few kilobytes can stand for gigabytes of pixels.
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
            return ErrorTexts.PictureTooManyPixels;
        using var picture = Decode(codec);
        if (picture is null)
            return ErrorTexts.Picture;
        image = Encode(picture, codec.EncodedOrigin);
        return null;
    }

    /// <summary>As sRGB, and as small as the format can be decoded without falling below the avatar's size. Null where the file is broken.</summary>
    static SKBitmap? Decode(SKCodec codec)
    {
        var shorter = Math.Min(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1f, (float)Side / shorter));
        if (Math.Min(size.Width, size.Height) < Math.Min(Side, shorter))
            size = codec.Info.Size;
        using var srgb = SKColorSpace.CreateSrgb();
        var picture = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb));
        if (codec.GetPixels(picture.Info, picture.GetPixels()) == SKCodecResult.Success)
            return picture;
        picture.Dispose();
        return null;
    }

    static byte[] Encode(SKBitmap picture, SKEncodedOrigin origin)
    {
        var side = Math.Min(picture.Width, picture.Height);
        var square = SKRect.Create((picture.Width - side) / 2f, (picture.Height - side) / 2f, side, side);
        // No colour space: an encoder would write it into the file, and sRGB is what is assumed where none stands.
        using var surface = SKSurface.Create(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Concat(Upright(origin));
        using var image = SKImage.FromBitmap(picture);
        surface.Canvas.DrawImage(image, square, SKRect.Create(Side, Side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var drawn = surface.Snapshot();
        using var encoded = drawn.Encode(SKEncodedImageFormat.Webp, Quality);
        return encoded.ToArray();
    }

    /// <summary>Turns a square as the camera was held, from how it has written that down to how people see it.</summary>
    static SKMatrix Upright(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => Matrix(-1, 0, Side, 0, 1, 0),
        SKEncodedOrigin.BottomRight => Matrix(-1, 0, Side, 0, -1, Side),
        SKEncodedOrigin.BottomLeft => Matrix(1, 0, 0, 0, -1, Side),
        SKEncodedOrigin.LeftTop => Matrix(0, 1, 0, 1, 0, 0),
        SKEncodedOrigin.RightTop => Matrix(0, -1, Side, 1, 0, 0),
        SKEncodedOrigin.RightBottom => Matrix(0, -1, Side, -1, 0, Side),
        SKEncodedOrigin.LeftBottom => Matrix(0, 1, 0, -1, 0, Side),
        _ => SKMatrix.Identity,
    };

    static SKMatrix Matrix(float scaleX, float skewX, float transX, float skewY, float scaleY, float transY) => new(scaleX, skewX, transX, skewY, scaleY, transY, 0, 0, 1);
}
