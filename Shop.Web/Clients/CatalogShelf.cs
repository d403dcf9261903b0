using System.Globalization;

namespace Shop.Web.Clients;

/// <summary>What nearly every page shows of the catalog, shared by all visitors of a language: the categories and the newest products.</summary>
sealed class CatalogShelf(
    CatalogClient catalog, SharedForASecond<IReadOnlyList<Category>> categories, SharedForASecond<IReadOnlyList<ProductSummary>> newest)
{
    /// <summary>As many as one request gives: enough for every category to have some, which become its picture and its "more like this".</summary>
    const int NewestCount = 100;

    static string Language => CultureInfo.CurrentUICulture.Name;

    public Task<IReadOnlyList<Category>> CategoriesAsync(CancellationToken cancellationToken) =>
        categories.GetAsync(Language, () => catalog.CategoriesAsync(CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<ProductSummary>> NewestAsync(CancellationToken cancellationToken) =>
        newest.GetAsync(Language, async () => (await catalog.ProductsAsync(null, null, NewestCount, null, CancellationToken.None))?.Items ?? [], cancellationToken);
}
