using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Manage;
using Shop.ServiceDefaults.Pictures;

namespace Shop.Catalog.Gallery;

/// <summary>What came of a change of a product's pictures.</summary>
enum GalleryChange
{
    Done,
    NoSuchProduct,

    /// <summary>There are <see cref="GalleryPicture.Most"/> already.</summary>
    Full,

    /// <summary>Not the pictures that there are now, each once.</summary>
    OtherPictures,
}

/// <summary>Changes of a product's pictures by staff, with their audit. Whoever changes those of the same product at the same time waits for its row.</summary>
sealed class GalleryManagement(CatalogContext context, TimeProvider time)
{
    /// <summary>After those that there are. The same file again is the picture that is there.</summary>
    public async Task<(GalleryChange Change, Guid Id)> AddAsync(Guid product, byte[] file, IReadOnlyList<EncodedPicture> sizes, Author author, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(file);
        var id = Guid.Empty;
        var change = await ChangeAsync(product, async (there, cancel) =>
        {
            if (there.Find(picture => picture.FileHash.AsSpan().SequenceEqual(hash)) is { } same)
            {
                id = same.Id;
                return GalleryChange.Done;
            }
            if (there.Count >= GalleryPicture.Most)
                return GalleryChange.Full;
            var now = time.GetUtcNow();
            id = Guid.CreateVersion7(now);
            context.Add(new GalleryPicture { Id = id, ProductId = product, Position = there.Count == 0 ? 1 : there[^1].Position + 1, FileHash = hash, CreatedAt = now });
            context.AddRange(sizes.Select(size => new GalleryFile { PictureId = id, Side = size.Width, Image = size.Image }));
            new Changes().Add("picture", id).Record(context, "product.picture-added", product, author, now);
            await context.SaveChangesAsync(cancel);
            return GalleryChange.Done;
        }, cancellationToken);
        return (change, id);
    }

    /// <summary>A second time changes nothing.</summary>
    public Task<GalleryChange> RemoveAsync(Guid product, Guid picture, Author author, CancellationToken cancellationToken) =>
        ChangeAsync(product, async (there, cancel) =>
        {
            if (!there.Exists(one => one.Id == picture))
                return GalleryChange.Done;
            await context.Set<GalleryPicture>().Where(one => one.Id == picture).ExecuteDeleteAsync(cancel);
            new Changes().Add("picture", picture).Record(context, "product.picture-removed", product, author, time.GetUtcNow());
            await context.SaveChangesAsync(cancel);
            return GalleryChange.Done;
        }, cancellationToken);

    /// <param name="product">Whose pictures they are.</param>
    /// <param name="order">All of them, the one for lists first.</param>
    /// <param name="author">Who wants it so.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<GalleryChange> ArrangeAsync(Guid product, IReadOnlyList<Guid> order, Author author, CancellationToken cancellationToken) =>
        ChangeAsync(product, async (there, cancel) =>
        {
            if (order.Count != there.Count || !order.ToHashSet().SetEquals(there.Select(static picture => picture.Id)))
                return GalleryChange.OtherPictures;
            if (order.SequenceEqual(there.Select(static picture => picture.Id)))
                return GalleryChange.Done;
            Guid[] ids = [.. order];
            await context.Database.ExecuteSqlAsync(
                $"update gallery_pictures g set position = o.position from unnest({ids}) with ordinality o (id, position) where g.id = o.id", cancel);
            new Changes().Add("first", order[0]).Record(context, "product.pictures-arranged", product, author, time.GetUtcNow());
            await context.SaveChangesAsync(cancel);
            return GalleryChange.Done;
        }, cancellationToken);

    Task<GalleryChange> ChangeAsync(Guid product, Func<List<GalleryPicture>, CancellationToken, Task<GalleryChange>> change, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            if (await context.Database.SqlQuery<Guid>($"""select id as "Value" from products where id = {product} for no key update""").ToListAsync(cancel) is [])
                return GalleryChange.NoSuchProduct;
            var there = await context.Set<GalleryPicture>().AsNoTracking().Where(picture => picture.ProductId == product).OrderBy(picture => picture.Position).ToListAsync(cancel);
            var done = await change(there, cancel);
            if (done != GalleryChange.Done)
                return done;
            // The product's version stays: whoever edits its words meanwhile does not change its pictures.
            await context.Database.ExecuteSqlAsync(
                $"""
                update products set updated_at = {time.GetUtcNow()}, cover = (select id from gallery_pictures where product_id = {product} order by position limit 1)
                where id = {product}
                """, cancel);
            await transaction.CommitAsync(cancel);
            return done;
        }, cancellationToken);
}
