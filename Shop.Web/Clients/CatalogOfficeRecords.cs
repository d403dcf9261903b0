using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Web.Clients;

public sealed record ManagedProductSummary(
    Guid Id, string Sku, string Slug, string NameEn, string NameZh, string Brand, Guid CategoryId, Money Price, string Status, int Stock, int Version, DateTimeOffset UpdatedAt);

public sealed record ManagedProductPage(IReadOnlyList<ManagedProductSummary> Items, string? Next);

public sealed record LowStock(int AtMost, int Count, IReadOnlyList<ManagedProductSummary> Items);

public sealed record ManagedProduct(
    Guid Id, string Sku, string Slug, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, string Brand, Guid CategoryId, Money Price, string Status, int Stock, int Sold,
    int WeightGrams, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

public sealed record ProductBody(
    string Sku, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, string Brand, Guid CategoryId, Money Price, string? Slug, int? WeightGrams);

public sealed record PriceChange(DateTimeOffset At, string By, Money From, Money To);

public sealed record StockMovement(long Id, string Reason, int Available, int OnHand, Guid? Reference, string? Note, DateTimeOffset At);

public sealed record StockBody(Guid ProductId, int Change, string Reason, string Note, int ExpectedStock);

public sealed record ManagedCategory(Guid Id, string Slug, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, Guid? ParentId, int Position, int Version);

public sealed record CategoryBody(string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, Guid? ParentId, string? Slug);

/// <param name="ParentId">Null for the top, which must be said.</param>
/// <param name="Position">From 0.</param>
public sealed record PlaceBody([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Guid? ParentId, int Position);

public sealed record ManagedCoupon(
    Guid Id, string Code, decimal? Percentage, decimal? Amount, decimal MinimumTotal, int? MostUses, int? MostUsesPerUser, int Uses, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, int Version);

public sealed record ManagedCouponPage(IReadOnlyList<ManagedCoupon> Items, string? Next);

public sealed record CouponBody(
    string Code, decimal? Percentage, decimal? Amount, decimal MinimumTotal, int? MostUses, int? MostUsesPerUser, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt)
{
    public static CouponBody Of(ManagedCoupon coupon) =>
        new(coupon.Code, coupon.Percentage, coupon.Amount, coupon.MinimumTotal, coupon.MostUses, coupon.MostUsesPerUser, coupon.StartsAt, coupon.EndsAt);
}

public sealed record CouponUse(Guid OrderId, Guid UserId, DateTimeOffset At);

public sealed record CouponUsePage(IReadOnlyList<CouponUse> Items, Guid? Next);

public sealed record GalleryPicture(Guid Id, string Address);

/// <summary>All of a product's, in the order in which they are to be.</summary>
public sealed record GalleryOrder(IReadOnlyList<Guid> Pictures);

public sealed record ImportError(int Row, string Column, string Message);

public sealed record ImportJob(
    Guid Id, string FileName, long Size, bool DryRun, string State, string? Phase, long BytesRead, int Rows, int Created, int Updated, int ErrorCount, IReadOnlyList<ImportError> Errors, string? Failure,
    string By, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    public bool IsOver => State is "done" or "failed";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LowStock))]
[JsonSerializable(typeof(ManagedProductPage))]
[JsonSerializable(typeof(ManagedProduct))]
[JsonSerializable(typeof(ProductBody))]
[JsonSerializable(typeof(IReadOnlyList<PriceChange>))]
[JsonSerializable(typeof(IReadOnlyList<StockMovement>))]
[JsonSerializable(typeof(StockBody))]
[JsonSerializable(typeof(IReadOnlyList<ManagedCategory>))]
[JsonSerializable(typeof(ManagedCategory))]
[JsonSerializable(typeof(CategoryBody))]
[JsonSerializable(typeof(PlaceBody))]
[JsonSerializable(typeof(ManagedCoupon))]
[JsonSerializable(typeof(ManagedCouponPage))]
[JsonSerializable(typeof(CouponBody))]
[JsonSerializable(typeof(CouponUsePage))]
[JsonSerializable(typeof(GalleryPicture))]
[JsonSerializable(typeof(IReadOnlyList<GalleryPicture>))]
[JsonSerializable(typeof(GalleryOrder))]
[JsonSerializable(typeof(ImportJob))]
[JsonSerializable(typeof(IReadOnlyList<ImportJob>))]
[JsonSerializable(typeof(NoAnswer))]
sealed partial class CatalogOfficeJson : JsonSerializerContext;
