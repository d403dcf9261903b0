using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Shop.Catalog.Caching;
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

/// <summary>
/// Keeps the pictures asked for lately, up to a number of bytes. A sku's picture never changes; which product a slug names, and whether it
/// is published, may, and is kept for a second like all else that is read.
/// </summary>
sealed class PictureCache(TimeProvider time) : IDisposable
{
    const long Capacity = 32 * 1024 * 1024;

    readonly ProcessCache<Picture> bySlug = new(time);
    readonly MemoryCache bySku = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Null for an unknown product.</summary>
    public async ValueTask<Picture?> GetAsync(string slug, CatalogContext context, CancellationToken cancellationToken)
    {
        if (bySlug.TryGet(slug, out var picture))
            return picture;
        var (timestamp, evictions) = (time.GetTimestamp(), bySlug.Evictions);
        if (await ProductQueries.SkuBySlugAsync(context, slug, cancellationToken) is not var (id, sku))
            return null;
        picture = bySku.GetOrCreate(sku, static entry =>
        {
            var drawn = Picture.Draw((string)entry.Key);
            entry.Size = drawn.Size;
            return drawn;
        })!;
        bySlug.Set(slug, picture, sizeof(long), [new(CacheTag.Product(id), evictions, 0)], timestamp);
        return picture;
    }

    public void Evict(IReadOnlyCollection<string> tags) => bySlug.Evict(tags);

    public void Dispose() => bySku.Dispose();
}
