using System.Linq.Expressions;
using Shop.Catalog.Products;

namespace Shop.Catalog.Manage;

/// <summary>A product as staff sees it, in both languages and whatever its status. <see cref="Version"/> is what its ETag names.</summary>
sealed record ManagedProduct(
    Guid Id, string Sku, string Slug, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, string Brand, Guid CategoryId, Money Price,
    ProductStatus Status, int Stock, int Sold, int WeightGrams, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ManagedProduct From(Product p) => new(
        p.Id, p.Sku, p.Slug, p.NameEn, p.NameZh, p.DescriptionEn, p.DescriptionZh, p.Brand, p.CategoryId, new(p.Price, p.Currency),
        p.Status, p.Stock, p.Sold, p.WeightGrams, p.Version, p.CreatedAt, p.UpdatedAt);
}

/// <summary>In a list of staff's.</summary>
sealed record ManagedProductSummary(
    Guid Id, string Sku, string Slug, string NameEn, string NameZh, string Brand, Guid CategoryId, Money Price, ProductStatus Status, int Stock, int Version, DateTimeOffset UpdatedAt)
{
    public static readonly Expression<Func<Product, ManagedProductSummary>> FromProduct = p => new(
        p.Id, p.Sku, p.Slug, p.NameEn, p.NameZh, p.Brand, p.CategoryId, new(p.Price, p.Currency), p.Status, p.Stock, p.Version, p.UpdatedAt);
}

/// <summary>The products changed last come first. <see cref="Next"/> goes as after.</summary>
sealed record ManagedProductPage(IReadOnlyList<ManagedProductSummary> Items, string? Next);

/// <param name="AtMost">So many pieces count as few.</param>
/// <param name="Count">How many products have no more.</param>
/// <param name="Items">Those with the fewest.</param>
sealed record LowStock(int AtMost, int Count, IReadOnlyList<ManagedProductSummary> Items);

/// <summary>What a price was and became, by whom and when.</summary>
sealed record PriceChangeResponse(DateTimeOffset At, string By, Money From, Money To);

/// <summary>What was done, by whom and when.</summary>
sealed record AuditEntryResponse(DateTimeOffset At, string By, string Action, Guid SubjectId, System.Text.Json.JsonElement Changes);
