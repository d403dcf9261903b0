using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web.Clients;

/// <summary>What Catalog tells and does for staff. All methods throw <see cref="CatalogUnavailableException"/> where it does not answer.</summary>
sealed class CatalogOfficeClient(HttpClient http)
{
    const string Path = "/api/catalog/manage";

    static CatalogOfficeJson Json => CatalogOfficeJson.Default;

    public async Task<LowStock?> LowStockAsync(CancellationToken cancellationToken) => (await CallAsync(HttpMethod.Get, "/products/low-stock", Json.LowStock, cancellationToken)).Value;

    public Task<ServiceAnswer<ManagedProductPage>> ProductsAsync(QueryString query, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, "/products" + query.ToUriComponent(), Json.ManagedProductPage, cancellationToken);

    /// <summary>Null where there is no such product.</summary>
    public async Task<ManagedProduct?> ProductAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"/products/{id}", Json.ManagedProduct, cancellationToken)).Value;

    public Task<ServiceAnswer<ManagedProduct>> CreateProductAsync(ProductBody product, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/products", Json.ManagedProduct, cancellationToken, JsonContent.Create(product, Json.ProductBody));

    public Task<ServiceAnswer<ManagedProduct>> UpdateProductAsync(Guid id, int version, ProductBody product, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"/products/{id}", Json.ManagedProduct, cancellationToken, JsonContent.Create(product, Json.ProductBody), version);

    /// <param name="id">Of the product.</param>
    /// <param name="verb">publish, unpublish or archive.</param>
    /// <param name="version">That this is a change of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ServiceAnswer<ManagedProduct>> SetStatusAsync(Guid id, string verb, int version, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, $"/products/{id}/{verb}", Json.ManagedProduct, cancellationToken, version: version);

    public async Task<IReadOnlyList<PriceChange>> PriceChangesAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"/products/{id}/price-changes", Json.IReadOnlyListPriceChange, cancellationToken)).Value ?? [];

    public async Task<IReadOnlyList<GalleryPicture>> PicturesAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"/products/{id}/pictures", Json.IReadOnlyListGalleryPicture, cancellationToken)).Value ?? [];

    public Task<ServiceAnswer<NoAnswer>> ArrangePicturesAsync(Guid id, GalleryOrder order, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"/products/{id}/pictures", Json.NoAnswer, cancellationToken, JsonContent.Create(order, Json.GalleryOrder));

    public Task<ServiceAnswer<NoAnswer>> RemovePictureAsync(Guid id, Guid picture, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, $"/products/{id}/pictures/{picture}", Json.NoAnswer, cancellationToken);

    public async Task<IReadOnlyList<StockMovement>> StockMovementsAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"/stock/{id}", Json.IReadOnlyListStockMovement, cancellationToken)).Value ?? [];

    public Task<ServiceAnswer<NoAnswer>> ChangeStockAsync(StockBody change, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/stock", Json.NoAnswer, cancellationToken, JsonContent.Create(change, Json.StockBody));

    public async Task<IReadOnlyList<ManagedCategory>> CategoriesAsync(CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, "/categories", Json.IReadOnlyListManagedCategory, cancellationToken)).Value ?? [];

    public Task<ServiceAnswer<ManagedCategory>> CreateCategoryAsync(CategoryBody category, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/categories", Json.ManagedCategory, cancellationToken, JsonContent.Create(category, Json.CategoryBody));

    public Task<ServiceAnswer<ManagedCategory>> UpdateCategoryAsync(Guid id, int version, CategoryBody category, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"/categories/{id}", Json.ManagedCategory, cancellationToken, JsonContent.Create(category, Json.CategoryBody), version);

    public Task<ServiceAnswer<ManagedCategory>> MoveCategoryAsync(Guid id, int version, PlaceBody place, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, $"/categories/{id}/move", Json.ManagedCategory, cancellationToken, JsonContent.Create(place, Json.PlaceBody), version);

    public Task<ServiceAnswer<NoAnswer>> DeleteCategoryAsync(Guid id, int version, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, $"/categories/{id}", Json.NoAnswer, cancellationToken, version: version);

    public async Task<ManagedCouponPage?> CouponsAsync(QueryString query, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, "/coupons" + query.ToUriComponent(), Json.ManagedCouponPage, cancellationToken)).Value;

    /// <summary>Null where there is no such coupon.</summary>
    public async Task<ManagedCoupon?> CouponAsync(Guid id, CancellationToken cancellationToken) => (await CallAsync(HttpMethod.Get, $"/coupons/{id}", Json.ManagedCoupon, cancellationToken)).Value;

    /// <summary>The orders that hold it, the latest first.</summary>
    public async Task<IReadOnlyList<CouponUse>> CouponUsesAsync(Guid id, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, $"/coupons/{id}/uses", Json.CouponUsePage, cancellationToken)).Value?.Items ?? [];

    public Task<ServiceAnswer<ManagedCoupon>> CreateCouponAsync(CouponBody coupon, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/coupons", Json.ManagedCoupon, cancellationToken, JsonContent.Create(coupon, Json.CouponBody));

    public Task<ServiceAnswer<ManagedCoupon>> UpdateCouponAsync(Guid id, int version, CouponBody coupon, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"/coupons/{id}", Json.ManagedCoupon, cancellationToken, JsonContent.Create(coupon, Json.CouponBody), version);

    public Task<ServiceAnswer<NoAnswer>> DeleteCouponAsync(Guid id, int version, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, $"/coupons/{id}", Json.NoAnswer, cancellationToken, version: version);

    public async Task<IReadOnlyList<ImportJob>> ImportsAsync(CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Get, "/imports", Json.IReadOnlyListImportJob, cancellationToken)).Value ?? [];

    public async Task<ImportJob?> ImportAsync(Guid id, CancellationToken cancellationToken) => (await CallAsync(HttpMethod.Get, $"/imports/{id}", Json.ImportJob, cancellationToken)).Value;

    async Task<ServiceAnswer<T>> CallAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, HttpContent? content = null, int? version = null)
        where T : class
    {
        try
        {
            return (await http.CallAsync(method, Path + path, type, content, version is { } of ? headers => headers.IfMatch.Add(Tag(of)) : null, cancellationToken: cancellationToken)).Allowed();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new CatalogUnavailableException($"Catalog did not answer: {exception.Message}", exception);
        }
    }

    static EntityTagHeaderValue Tag(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));
}
