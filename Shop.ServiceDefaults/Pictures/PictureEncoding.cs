using SkiaSharp;

namespace Shop.ServiceDefaults.Pictures;

/// <param name="Image">WebP.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record EncodedPicture(byte[] Image, int Width, int Height);

/// <summary>Why there is none.</summary>
public enum PictureFault
{
    /// <summary>Than <see cref="UploadedPicture.LargestFile"/>.</summary>
    TooLarge,

    /// <summary>Not one of the formats that are taken, or broken.</summary>
    Unreadable,

    /// <summary>More than <see cref="UploadedPicture.MostPixels"/>.</summary>
    TooManyPixels,
}

/// <summary>What became of an uploaded file: a picture, or why there is none.</summary>
public readonly record struct PictureResult(PictureFault? Fault, EncodedPicture Picture)
{
    public static implicit operator PictureResult(EncodedPicture picture) => new(null, picture);

    public static implicit operator PictureResult(PictureFault fault) => new(fault, new([], 0, 0));
}

/// <summary>
/// Makes a picture of an uploaded file: upright, of the size that is shown, encoded anew. Neither what cameras write beside a picture, such as the
/// place, nor what somebody has hidden in it goes on.
/// </summary>
public static class PictureEncoding
{
    public const string ContentType = "image/webp";

    public static PictureResult Encode(byte[] file, PictureFrame frame)
    {
        if (file.Length > UploadedPicture.LargestFile)
            return PictureFault.TooLarge;
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        // What it is, its content says, and not what it is called.
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif))
            return PictureFault.Unreadable;
        // Known from the first bytes. A few kilobytes can stand for gigabytes of pixels.
        if ((long)codec.Info.Width * codec.Info.Height > UploadedPicture.MostPixels)
            return PictureFault.TooManyPixels;
        using var decoded = Decode(codec, frame);
        return decoded is null ? PictureFault.Unreadable : Draw(decoded, codec.EncodedOrigin, frame);
    }

    /// <summary>As sRGB, and as small as the format can be decoded without falling below the frame. Null where the file is broken.</summary>
    private static SKBitmap? Decode(SKCodec codec, PictureFrame frame)
    {
        var measure = frame.Measure(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1f, (float)frame.Side / measure));
        if (frame.Measure(size.Width, size.Height) < Math.Min(frame.Side, measure))
            size = codec.Info.Size;
        using var srgb = SKColorSpace.CreateSrgb();
        var picture = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb));
        if (codec.GetPixels(picture.Info, picture.GetPixels()) == SKCodecResult.Success)
            return picture;
        picture.Dispose();
        return null;
    }

    private static EncodedPicture Draw(SKBitmap picture, SKEncodedOrigin origin, PictureFrame frame)
    {
        var (part, width, height) = Fit(picture, frame);
        var (shownWidth, shownHeight) = origin >= SKEncodedOrigin.LeftTop ? (height, width) : (width, height);
        // No colour space: an encoder would write it into the file, and sRGB is what is assumed where none stands.
        using var surface = SKSurface.Create(new SKImageInfo(shownWidth, shownHeight, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Concat(Upright(origin, width, height));
        using var image = SKImage.FromBitmap(picture);
        surface.Canvas.DrawImage(image, part, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var drawn = surface.Snapshot();
        using var encoded = drawn.Encode(SKEncodedImageFormat.Webp, frame.Quality);
        return new(encoded.ToArray(), shownWidth, shownHeight);
    }

    /// <summary>What is taken of the picture, and how large it is drawn, both as the camera was held.</summary>
    private static (SKRect Part, int Width, int Height) Fit(SKBitmap picture, PictureFrame frame)
    {
        if (frame.IsSquare)
        {
            var side = Math.Min(picture.Width, picture.Height);
            var shown = frame.IsEnlarged ? frame.Side : Math.Min(frame.Side, side);
            return (SKRect.Create((picture.Width - side) / 2f, (picture.Height - side) / 2f, side, side), shown, shown);
        }
        var scale = Math.Min(1f, (float)frame.Side / Math.Max(picture.Width, picture.Height));
        return (SKRect.Create(picture.Width, picture.Height), Math.Max(1, (int)MathF.Round(picture.Width * scale)), Math.Max(1, (int)MathF.Round(picture.Height * scale)));
    }

    /// <summary>Turns what is so wide and high as the camera was held, from how it has written that down to how people see it.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => Matrix(-1, 0, width, 0, 1, 0),
        SKEncodedOrigin.BottomRight => Matrix(-1, 0, width, 0, -1, height),
        SKEncodedOrigin.BottomLeft => Matrix(1, 0, 0, 0, -1, height),
        SKEncodedOrigin.LeftTop => Matrix(0, 1, 0, 1, 0, 0),
        SKEncodedOrigin.RightTop => Matrix(0, -1, height, 1, 0, 0),
        SKEncodedOrigin.RightBottom => Matrix(0, -1, height, -1, 0, width),
        SKEncodedOrigin.LeftBottom => Matrix(0, 1, 0, -1, 0, width),
        _ => SKMatrix.Identity,
    };

    private static SKMatrix Matrix(float scaleX, float skewX, float transX, float skewY, float scaleY, float transY) => new(scaleX, skewX, transX, skewY, scaleY, transY, 0, 0, 1);
}
