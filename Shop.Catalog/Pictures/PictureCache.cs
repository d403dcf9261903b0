using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Shop.Catalog.Data;
using Shop.Catalog.Products;

namespace Shop.Catalog.Pictures;

/// <summary>A drawn picture, compressed once for all who ask.</summary>
sealed record Picture(string Hash, byte[] Svg, byte[] Gzip, byte[] Brotli)
{
    public int Size => Svg.Length + Gzip.Length + Brotli.Length;

    public static Picture Draw(string sku)
    {
        var svg = Encoding.UTF8.GetBytes(ProductPicture.Draw(sku));
        return new(PictureAddress.Hash(sku), svg, Compress(svg, static target => new GZipStream(target, CompressionLevel.Fastest)), Compress(svg, static target => new BrotliStream(target, CompressionLevel.Fastest)));
    }

    static byte[] Compress(byte[] bytes, Func<Stream, Stream> open)
    {
        var target = new MemoryStream();
        using (var stream = open(target))
            stream.Write(bytes);
        return target.ToArray();
    }
}

/// <summary>Keeps the pictures asked for lately, by slug and up to a number of bytes.</summary>
sealed class PictureCache : IDisposable
{
    const long Capacity = 48 * 1024 * 1024;

    /// <summary>A slug may be given to another product one day.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Null for an unknown product.</summary>
    public async ValueTask<Picture?> GetAsync(string slug, CatalogContext context, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(slug, out Picture? picture))
            return picture;
        if (await ProductQueries.SkuBySlug(context, slug, cancellationToken) is not { } sku)
            return null;
        picture = Picture.Draw(sku);
        cache.Set(slug, picture, new MemoryCacheEntryOptions { Size = picture.Size, AbsoluteExpirationRelativeToNow = Lifetime });
        return picture;
    }

    public void Dispose() => cache.Dispose();
}
