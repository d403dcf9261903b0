namespace Shop.ServiceDefaults.Pictures;

/// <summary>A picture as somebody sends it: a JPEG, PNG, WebP or GIF in the body of a request.</summary>
public static class UploadedPicture
{
    /// <summary>In bytes.</summary>
    public const int LargestFile = 5 * 1024 * 1024;

    /// <summary>In bytes. More than is taken is read, so that who sends too much is told so, and not only cut off.</summary>
    public const int LargestUpload = 20 * 1024 * 1024;

    public const int MostPixels = 40_000_000;

    /// <summary>Of <see cref="LargestFile"/> over a slow line.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Null where the file is too large. The rest of it is read all the same: a client that is still sending would not hear the answer.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var length = 0L;
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0; length += read)
            if (length + read <= LargestFile)
                file.Write(buffer, 0, read);
        return length <= LargestFile ? file.ToArray() : null;
    }
}
