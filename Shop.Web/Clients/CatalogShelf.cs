using System.Globalization;

namespace Shop.Web.Clients;

/// <summary>What many pages show of the catalog, shared by all visitors of a language: the categories, the newest products, the best sellers, when things arrive.</summary>
sealed class CatalogShelf(
    CatalogClient catalog, SharedForASecond<IReadOnlyList<Category>> categories, SharedForASecond<IReadOnlyList<ProductSummary>> products,
    SharedForASecond<IReadOnlyList<DeliveryOffer>> delivery)
{
    /// <summary>As many as one request gives: enough for every category to have some, which become its picture and its "more like this".</summary>
    const int NewestCount = 100;
    const int BestsellingCount = 8;

    static readonly ProductQuery Bestselling = new() { Sort = ProductSorts.Bestselling };

    static string Language => CultureInfo.CurrentUICulture.Name;

    public Task<IReadOnlyList<Category>> CategoriesAsync(CancellationToken cancellationToken) =>
        categories.GetAsync(Language, () => catalog.CategoriesAsync(CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<ProductSummary>> NewestAsync(CancellationToken cancellationToken) =>
        ProductsAsync(ProductQuery.All, NewestCount, cancellationToken);

    public Task<IReadOnlyList<ProductSummary>> BestsellingAsync(CancellationToken cancellationToken) =>
        ProductsAsync(Bestselling, BestsellingCount, cancellationToken);

    public Task<IReadOnlyList<DeliveryOffer>> DeliveryAsync(CancellationToken cancellationToken) =>
        delivery.GetAsync(Language, () => catalog.DeliveryAsync(CancellationToken.None), cancellationToken);

    Task<IReadOnlyList<ProductSummary>> ProductsAsync(ProductQuery query, int count, CancellationToken cancellationToken) =>
        products.GetAsync(
            $"{Language} {query.Sort}", async () => (await catalog.ProductsAsync(query, count, null, facets: false, CancellationToken.None))?.Items ?? [], cancellationToken);
}
