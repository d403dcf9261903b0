using System.Threading.RateLimiting;
using Shop.ServiceDefaults.Localization;
using SkiaSharp;

namespace Shop.Orders.Reviews.Pictures;

/// <summary>
/// Makes a picture for a review of an uploaded file: upright, no larger than a page shows it, encoded anew. Neither what cameras write beside a
/// picture, such as the place, nor what somebody has hidden in it goes on.
/// </summary>
static class PictureEncoding
{
    public const int LongestSide = 1600, LargestFile = 5 * 1024 * 1024, MostPixels = 40_000_000;

    /// <summary>More than is taken is read, so that who sends too much is told so, and not only cut off.</summary>
    public const int LargestUpload = 20 * 1024 * 1024;

    public const string ContentType = "image/webp";

    const int Quality = 82;

    public static EncodedPicture Encode(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        // What it is, its content says, and not what it is called.
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif))
            return new(NoPicture);
        // Known from the first bytes. A few kilobytes can stand for gigabytes of pixels.
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
            return new(Language.Choose("Must have at most 40 megapixels.", "不得超过 4000 万像素。"));
        using var picture = Decode(codec);
        return picture is null ? new(NoPicture) : Draw(picture, codec);
    }

    /// <summary>As sRGB, and as small as the format can be decoded without falling below what is shown. Null where the file is broken.</summary>
    static SKBitmap? Decode(SKCodec codec)
    {
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1f, (float)LongestSide / longer));
        if (Math.Max(size.Width, size.Height) < Math.Min(LongestSide, longer))
            size = codec.Info.Size;
        using var srgb = SKColorSpace.CreateSrgb();
        var picture = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb));
        if (codec.GetPixels(picture.Info, picture.GetPixels()) == SKCodecResult.Success)
            return picture;
        picture.Dispose();
        return null;
    }

    static EncodedPicture Draw(SKBitmap picture, SKCodec codec)
    {
        var scale = Math.Min(1f, (float)LongestSide / Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(picture.Width * scale)), Math.Max(1, (int)MathF.Round(picture.Height * scale)));
        var isTurned = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        var shown = isTurned ? (Width: height, Height: width) : (Width: width, Height: height);
        // No colour space: an encoder would write it into the file, and sRGB is what is assumed where none stands.
        using var surface = SKSurface.Create(new SKImageInfo(shown.Width, shown.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Concat(Upright(codec.EncodedOrigin, width, height));
        using var image = SKImage.FromBitmap(picture);
        surface.Canvas.DrawImage(image, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var drawn = surface.Snapshot();
        using var encoded = drawn.Encode(SKEncodedImageFormat.Webp, Quality);
        return new(null, encoded.ToArray(), shown.Width, shown.Height);
    }

    /// <summary>Turns what is so wide and high as the camera was held, from how it has written that down to how people see it.</summary>
    static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
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

    static SKMatrix Matrix(float scaleX, float skewX, float transX, float skewY, float scaleY, float transY) => new(scaleX, skewX, transX, skewY, scaleY, transY, 0, 0, 1);

    static string NoPicture => Language.Choose("Must be a picture: a JPEG, PNG, WebP or GIF that can be read.", "须为可读取的图片：JPEG、PNG、WebP 或 GIF。");
}

/// <param name="Error">Why there is no image.</param>
/// <param name="Image">WebP.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
readonly record struct EncodedPicture(string? Error, byte[]? Image = null, int Width = 0, int Height = 0);

/// <summary>Lets few pictures be encoded at a time: each takes a processor for a moment and may take 160 MB. Some wait their turn; more than those are sent away.</summary>
sealed class PictureTurns : IDisposable
{
    const int MostWaiting = 16;

    readonly ConcurrencyLimiter turns = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = MostWaiting });

    /// <returns>Null where too many are waiting.</returns>
    public async Task<EncodedPicture?> EncodeAsync(byte[] file, CancellationToken cancellationToken)
    {
        using var turn = await turns.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? await Task.Run(() => PictureEncoding.Encode(file), CancellationToken.None) : null;
    }

    public void Dispose() => turns.Dispose();
}
