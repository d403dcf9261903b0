using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Shop.Catalog.Caching;
using Shop.Catalog.Data;
using Shop.Catalog.Gallery;
using Shop.Catalog.Products;

namespace Shop.Catalog.Pictures;

/// <summary>A drawn picture, compressed once for all who ask.</summary>
sealed record Picture(string Hash, byte[] Svg, byte[] Gzip, byte[] Brotli)
{
    public int Size => Svg.Length + Gzip.Length + Brotli.Length;

    public static Picture Draw(string sku, PictureView view)
    {
        var svg = Encoding.UTF8.GetBytes(ProductPicture.Draw(sku, view));
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
/// Keeps the pictures asked for lately, up to a number of bytes. Neither a sku's picture nor an uploaded one ever changes; which product a slug
/// names, and whether it is published, may, and is kept for a second like all else that is read.
/// </summary>
sealed class PictureCache(TimeProvider time) : IDisposable
{
    const long Capacity = 32 * 1024 * 1024;

    readonly ProcessCache<Picture> bySlug = new(time);
    readonly MemoryCache drawn = new(new MemoryCacheOptions { SizeLimit = Capacity }), uploaded = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Null for an unknown product.</summary>
    public async ValueTask<Picture?> GetAsync(string slug, PictureView view, CatalogContext context, CancellationToken cancellationToken)
    {
        // No slug has a blank in it.
        var key = view == PictureView.Whole ? slug : $"{slug} {view}";
        if (bySlug.TryGet(key, out var picture))
            return picture;
        var (timestamp, evictions) = (time.GetTimestamp(), bySlug.Evictions);
        if (await ProductQueries.SkuBySlugAsync(context, slug, cancellationToken) is not var (id, sku))
            return null;
        picture = drawn.GetOrCreate((sku, view), static entry =>
        {
            var (sku, view) = ((string, PictureView))entry.Key;
            var drawn = Picture.Draw(sku, view);
            entry.Size = drawn.Size;
            return drawn;
        })!;
        bySlug.Set(key, picture, sizeof(long), [new(CacheTag.Product(id), evictions, 0)], timestamp);
        return picture;
    }

    /// <summary>One that staff has uploaded, of the largest size that is no larger than <paramref name="side"/>. Null where there is none.</summary>
    public async ValueTask<byte[]?> UploadedAsync(Guid id, int side, CatalogContext context, CancellationToken cancellationToken)
    {
        if (uploaded.TryGetValue((id, side), out byte[]? image))
            return image;
        image = await context.Set<GalleryFile>().Where(file => file.PictureId == id && file.Side <= side).OrderByDescending(file => file.Side).Select(file => file.Image).FirstOrDefaultAsync(cancellationToken);
        if (image is not null)
            uploaded.Set((id, side), image, new MemoryCacheEntryOptions { Size = image.Length });
        return image;
    }

    public void Evict(IReadOnlyCollection<string> tags) => bySlug.Evict(tags);

    public void Dispose()
    {
        drawn.Dispose();
        uploaded.Dispose();
    }
}
