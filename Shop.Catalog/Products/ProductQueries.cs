using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>
/// The queries of the product list, compiled once. Each compares the sort value and id as one row with the cursor, which an index answers
/// from there on. Within categories the list is read per category and merged, so that a category costs a page of index entries and never
/// a scan past the products of all others. Greatest() of one value changes nothing but what EF makes of it: a lateral join. A plain c.Id
/// becomes row_number() over all products, which takes a thousand times as long with 100,000 of them.
/// </summary>
static class ProductQueries
{
    static readonly Func<CatalogContext, DateTimeOffset, Guid, int, IAsyncEnumerable<ProductRow>> Newest = EF.CompileAsyncQuery(
        (CatalogContext context, DateTimeOffset value, Guid id, int limit) => context.Products
            .Where(p => EF.Functions.LessThan(ValueTuple.Create(p.CreatedAt, p.Id), ValueTuple.Create(value, id)))
            .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, decimal, Guid, int, IAsyncEnumerable<ProductRow>> Cheapest = EF.CompileAsyncQuery(
        (CatalogContext context, decimal value, Guid id, int limit) => context.Products
            .Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.Price, p.Id), ValueTuple.Create(value, id)))
            .OrderBy(p => p.Price).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, decimal, Guid, int, IAsyncEnumerable<ProductRow>> Dearest = EF.CompileAsyncQuery(
        (CatalogContext context, decimal value, Guid id, int limit) => context.Products
            .Where(p => EF.Functions.LessThan(ValueTuple.Create(p.Price, p.Id), ValueTuple.Create(value, id)))
            .OrderByDescending(p => p.Price).ThenByDescending(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, string, Guid, int, IAsyncEnumerable<ProductRow>> NameEn = EF.CompileAsyncQuery(
        (CatalogContext context, string value, Guid id, int limit) => context.Products
            .Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.NameEn, p.Id), ValueTuple.Create(value, id)))
            .OrderBy(p => p.NameEn).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, string, Guid, int, IAsyncEnumerable<ProductRow>> NameZh = EF.CompileAsyncQuery(
        (CatalogContext context, string value, Guid id, int limit) => context.Products
            .Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.NameZh, p.Id), ValueTuple.Create(value, id)))
            .OrderBy(p => p.NameZh).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, Guid[], DateTimeOffset, Guid, int, IAsyncEnumerable<ProductRow>> NewestIn = EF.CompileAsyncQuery(
        (CatalogContext context, Guid[] categories, DateTimeOffset value, Guid id, int limit) => context.Categories
            .Where(c => categories.Contains(c.Id))
            .SelectMany(c => context.Products
                .Where(p => p.CategoryId == EF.Functions.Greatest(c.Id) && EF.Functions.LessThan(ValueTuple.Create(p.CreatedAt, p.Id), ValueTuple.Create(value, id)))
                .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(limit))
            .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, Guid[], decimal, Guid, int, IAsyncEnumerable<ProductRow>> CheapestIn = EF.CompileAsyncQuery(
        (CatalogContext context, Guid[] categories, decimal value, Guid id, int limit) => context.Categories
            .Where(c => categories.Contains(c.Id))
            .SelectMany(c => context.Products
                .Where(p => p.CategoryId == EF.Functions.Greatest(c.Id) && EF.Functions.GreaterThan(ValueTuple.Create(p.Price, p.Id), ValueTuple.Create(value, id)))
                .OrderBy(p => p.Price).ThenBy(p => p.Id).Take(limit))
            .OrderBy(p => p.Price).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, Guid[], decimal, Guid, int, IAsyncEnumerable<ProductRow>> DearestIn = EF.CompileAsyncQuery(
        (CatalogContext context, Guid[] categories, decimal value, Guid id, int limit) => context.Categories
            .Where(c => categories.Contains(c.Id))
            .SelectMany(c => context.Products
                .Where(p => p.CategoryId == EF.Functions.Greatest(c.Id) && EF.Functions.LessThan(ValueTuple.Create(p.Price, p.Id), ValueTuple.Create(value, id)))
                .OrderByDescending(p => p.Price).ThenByDescending(p => p.Id).Take(limit))
            .OrderByDescending(p => p.Price).ThenByDescending(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, Guid[], string, Guid, int, IAsyncEnumerable<ProductRow>> NameEnIn = EF.CompileAsyncQuery(
        (CatalogContext context, Guid[] categories, string value, Guid id, int limit) => context.Categories
            .Where(c => categories.Contains(c.Id))
            .SelectMany(c => context.Products
                .Where(p => p.CategoryId == EF.Functions.Greatest(c.Id) && EF.Functions.GreaterThan(ValueTuple.Create(p.NameEn, p.Id), ValueTuple.Create(value, id)))
                .OrderBy(p => p.NameEn).ThenBy(p => p.Id).Take(limit))
            .OrderBy(p => p.NameEn).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    static readonly Func<CatalogContext, Guid[], string, Guid, int, IAsyncEnumerable<ProductRow>> NameZhIn = EF.CompileAsyncQuery(
        (CatalogContext context, Guid[] categories, string value, Guid id, int limit) => context.Categories
            .Where(c => categories.Contains(c.Id))
            .SelectMany(c => context.Products
                .Where(p => p.CategoryId == EF.Functions.Greatest(c.Id) && EF.Functions.GreaterThan(ValueTuple.Create(p.NameZh, p.Id), ValueTuple.Create(value, id)))
                .OrderBy(p => p.NameZh).ThenBy(p => p.Id).Take(limit))
            .OrderBy(p => p.NameZh).ThenBy(p => p.Id).Take(limit).Select(ProductRow.FromProduct));

    /// <summary>Up to <paramref name="limit"/> products after the cursor, in the order that the cursor is of; of all categories where <paramref name="categories"/> is null.</summary>
    public static IAsyncEnumerable<ProductRow> List(CatalogContext context, Guid[]? categories, ProductCursor after, int limit) =>
        (categories, after.Sort) switch
        {
            (null, ProductSort.Newest) => Newest(context, after.CreatedAt, after.Id, limit),
            (null, ProductSort.PriceAscending) => Cheapest(context, after.Price, after.Id, limit),
            (null, ProductSort.PriceDescending) => Dearest(context, after.Price, after.Id, limit),
            (null, ProductSort.NameEn) => NameEn(context, after.Name, after.Id, limit),
            (null, _) => NameZh(context, after.Name, after.Id, limit),
            (_, ProductSort.Newest) => NewestIn(context, categories, after.CreatedAt, after.Id, limit),
            (_, ProductSort.PriceAscending) => CheapestIn(context, categories, after.Price, after.Id, limit),
            (_, ProductSort.PriceDescending) => DearestIn(context, categories, after.Price, after.Id, limit),
            (_, ProductSort.NameEn) => NameEnIn(context, categories, after.Name, after.Id, limit),
            (_, _) => NameZhIn(context, categories, after.Name, after.Id, limit),
        };

    public static readonly Func<CatalogContext, string, CancellationToken, Task<Product?>> BySlug = EF.CompileAsyncQuery(
        (CatalogContext context, string slug, CancellationToken cancellationToken) => context.Products.AsNoTracking().FirstOrDefault(p => p.Slug == slug));

    public static readonly Func<CatalogContext, string, CancellationToken, Task<string?>> SkuBySlug = EF.CompileAsyncQuery(
        (CatalogContext context, string slug, CancellationToken cancellationToken) => context.Products.Where(p => p.Slug == slug).Select(p => p.Sku).FirstOrDefault());
}
