using System.Linq.Expressions;

namespace Shop.Catalog.Products;

/// <summary>What a list reads of a product: all it shows, and no description.</summary>
sealed record ProductRow
{
    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Slug { get; init; }
    public required string NameEn { get; init; }
    public required string NameZh { get; init; }
    public required string Brand { get; init; }
    public required Guid CategoryId { get; init; }
    public required decimal Price { get; init; }
    public required string Currency { get; init; }
    public required decimal RatingAverage { get; init; }
    public required int RatingCount { get; init; }
    public required int Stock { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static readonly Expression<Func<Product, ProductRow>> FromProduct = p => new ProductRow
    {
        Id = p.Id,
        Sku = p.Sku,
        Slug = p.Slug,
        NameEn = p.NameEn,
        NameZh = p.NameZh,
        Brand = p.Brand,
        CategoryId = p.CategoryId,
        Price = p.Price,
        Currency = p.Currency,
        RatingAverage = p.RatingAverage,
        RatingCount = p.RatingCount,
        Stock = p.Stock,
        CreatedAt = p.CreatedAt,
    };

    public ProductCursor Cursor(ProductSort sort) => sort switch
    {
        ProductSort.Newest => ProductCursor.AfterCreated(CreatedAt, Id),
        ProductSort.NameEn => ProductCursor.AfterName(sort, NameEn, Id),
        ProductSort.NameZh => ProductCursor.AfterName(sort, NameZh, Id),
        _ => ProductCursor.AfterPrice(sort, Price, Id),
    };
}
