using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Shop.ServiceDefaults.Pictures;
using Shop.Users.Profile;
using Shop.Users.Validation;
using SkiaSharp;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class AvatarPictureTests
{
    static readonly SKColor Red = new(220, 30, 30), Blue = new(30, 30, 220);

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Any_picture_becomes_a_square_WebP(SKEncodedImageFormat format)
    {
        using var avatar = Decode(Encoded(Picture(format, 900, 600)));

        Assert.Equal((512, 512), (avatar.Width, avatar.Height));
        AssertNear(Red, avatar.GetPixel(20, 256));
        AssertNear(Blue, avatar.GetPixel(490, 256));
    }

    [Fact]
    public void A_GIF_is_a_picture_too()
    {
        // One pixel, red.
        var gif = Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=");

        using var avatar = Decode(Encoded(gif));

        AssertNear(new(255, 0, 0), avatar.GetPixel(256, 256));
    }

    [Fact]
    public void A_large_photograph_and_a_tiny_picture_have_the_same_size()
    {
        using var large = Decode(Encoded(Picture(SKEncodedImageFormat.Jpeg, 4000, 3000)));
        using var tiny = Decode(Encoded(Picture(SKEncodedImageFormat.Png, 3, 2)));

        Assert.Equal((512, 512, 512, 512), (large.Width, large.Height, tiny.Width, tiny.Height));
        AssertNear(Red, large.GetPixel(20, 256));
    }

    [Fact]
    public void What_a_camera_writes_beside_the_picture_is_gone()
    {
        var photograph = WithExif(Picture(SKEncodedImageFormat.Jpeg, 800, 600), orientation: 1);
        Assert.Contains("Exif", Text(photograph), StringComparison.Ordinal);
        Assert.Contains("GPS at home", Text(photograph), StringComparison.Ordinal);

        var avatar = Encoded(photograph);

        foreach (var trace in (string[])["Exif", "EXIF", "GPS", "XMP", "ICCP", "home"])
            Assert.DoesNotContain(trace, Text(avatar), StringComparison.Ordinal);
    }

    /// <summary>Each orientation stores the same scene, red on the left and a dark mark at the top, turned in its own way.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void A_photograph_stands_upright_however_the_camera_was_held(int orientation)
    {
        using var scene = Scene(200, 200);
        using var stored = Turn(scene, orientation);
        using var data = stored.Encode(SKEncodedImageFormat.Jpeg, 95);

        using var avatar = Decode(Encoded(WithExif(data.ToArray(), (ushort)orientation)));

        AssertNear(Red, avatar.GetPixel(20, 300));
        AssertNear(Blue, avatar.GetPixel(490, 300));
        AssertNear(SKColors.Black, avatar.GetPixel(256, 10));
    }

    [Fact]
    public void A_few_bytes_that_stand_for_gigabytes_are_not_unpacked()
    {
        var bomb = Png(30_000, 30_000, rows: 0);
        Assert.True(bomb.Length < 1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorTexts.PictureTooManyPixels, Refusal(bomb));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void The_largest_picture_that_is_taken_is_taken()
    {
        Assert.Null(Refusal(Png(8_000, 5_000, rows: 5_000)));
        Assert.Equal(ErrorTexts.PictureTooManyPixels, Refusal(Png(8_000, 5_001, rows: 5_001)));
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_even_looked_at() =>
        Assert.Equal(ErrorTexts.PictureTooLarge, Refusal(new byte[UploadedPicture.LargestFile + 1]));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("BM000000000000000000000000000000000000000000000000000000")]
    [InlineData("%PDF-1.7")]
    public void What_is_no_picture_is_refused(string content) =>
        Assert.Equal(ErrorTexts.Picture, Refusal(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Half_a_picture_is_none(SKEncodedImageFormat format)
    {
        var whole = Picture(format, 900, 600);

        Assert.Equal(ErrorTexts.Picture, Refusal(whole[..(whole.Length / 2)]));
    }

    static string? Refusal(byte[] file) => PictureEncoding.Encode(file, AvatarPicture.Frame).Fault is { } fault ? AvatarPicture.TextOf(fault) : null;

    static byte[] Encoded(byte[] file)
    {
        var (fault, picture) = PictureEncoding.Encode(file, AvatarPicture.Frame);
        Assert.Null(fault);
        var image = picture.Image;
        Assert.Equal("RIFF", Text(image[..4]));
        Assert.Equal("WEBP", Text(image[8..12]));
        return image;
    }

    static SKBitmap Decode(byte[] image) => SKBitmap.Decode(image);

    internal static byte[] Picture(SKEncodedImageFormat format, int width, int height)
    {
        using var scene = Scene(width, height);
        using var data = scene.Encode(format, 95);
        return data.ToArray();
    }

    static SKBitmap Scene(int width, int height)
    {
        var scene = new SKBitmap(width, height);
        using var canvas = new SKCanvas(scene);
        canvas.Clear(Blue);
        using var red = new SKPaint { Color = Red };
        canvas.DrawRect(0, 0, width / 2f, height, red);
        using var black = new SKPaint { Color = SKColors.Black };
        canvas.DrawRect(0, 0, width, height / 10f, black);
        return scene;
    }

    /// <summary>The pixels as a camera that was held so would store them: the inverse of what the orientation tells a viewer to do.</summary>
    static SKBitmap Turn(SKBitmap scene, int orientation)
    {
        var (width, height) = (scene.Width, scene.Height);
        var stored = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                // Where the stored pixel is seen.
                var (seenX, seenY) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (height - 1 - y, x),
                    7 => (height - 1 - y, width - 1 - x),
                    8 => (y, width - 1 - x),
                    _ => (x, y),
                };
                stored.SetPixel(x, y, scene.GetPixel(seenX, seenY));
            }
        return stored;
    }

    /// <summary>Puts an APP1 segment with an orientation, a GPS directory and a description after the start of the file.</summary>
    internal static byte[] WithExif(byte[] jpeg, ushort orientation)
    {
        var tiff = new MemoryStream();
        void Two(ushort value) => tiff.Write([(byte)(value >> 8), (byte)value]);
        void Four(uint value) => tiff.Write([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        tiff.Write("MM\0*"u8);
        Four(8);
        Two(3);
        var note = "GPS at home\0"u8;
        // Orientation; description, which lies behind both directories; the way to the GPS directory.
        Two(0x0112); Two(3); Four(1); Two(orientation); Two(0);
        Two(0x010e); Two(2); Four((uint)note.Length); Four(68);
        Two(0x8825); Two(4); Four(1); Four(50);
        Four(0);
        // GPS: the latitude is north.
        Two(1);
        Two(1); Two(2); Four(2); tiff.Write("N\0\0\0"u8);
        Four(0);
        tiff.Write(note);
        var body = tiff.ToArray();
        var length = body.Length + 8;
        return [.. jpeg[..2], 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. body, .. jpeg[2..]];
    }

    /// <summary>A PNG of one grey, made by hand since no encoder would lie about its size.</summary>
    static byte[] Png(int width, int height, int rows)
    {
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk("IHDR", header);
        var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1];
            for (var y = 0; y < rows; y++)
                zlib.Write(row);
        }
        Chunk("IDAT", pixels.ToArray());
        Chunk("IEND", []);
        return png.ToArray();

        void Chunk(string type, byte[] data)
        {
            byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            png.Write(number);
            png.Write(named);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
            png.Write(number);
        }
    }

    static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    static void AssertNear(SKColor expected, SKColor actual) =>
        Assert.True(Math.Abs(expected.Red - actual.Red) + Math.Abs(expected.Green - actual.Green) + Math.Abs(expected.Blue - actual.Blue) < 60, $"Expected {expected}, was {actual}.");
}
