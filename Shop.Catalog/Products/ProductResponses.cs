using Shop.Catalog.Categories;
using Shop.Catalog.Pictures;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Products;

sealed record CategoryName(string Slug, string Name)
{
    public static CategoryName From(CategoryTree.Node node) => new(node.Category.Slug, node.Name);
}

/// <summary>An amount with two decimals in an ISO 4217 currency.</summary>
sealed record Money(decimal Amount, string Currency);

/// <summary>The average of <see cref="Count"/> ratings, 1 to 5; 0 while there are none.</summary>
sealed record Rating(decimal Average, int Count);

/// <summary>A product in a list. The category is null for the second in which one has just been created.</summary>
sealed record ProductSummary(
    Guid Id, string Sku, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl)
{
    public static ProductSummary From(ProductRow row, CategoryTree tree) => new(
        row.Id, row.Sku, row.Slug, Language.Choose(row.NameEn, row.NameZh), row.Brand,
        tree.Find(row.CategoryId) is { } node ? CategoryName.From(node) : null,
        new(row.Price, row.Currency), new(row.RatingAverage, row.RatingCount), row.Stock, PictureAddress.Of(row.Slug, row.Sku));
}

sealed record ProductPage(IReadOnlyList<ProductSummary> Items, string? Next);

sealed record ProductDetails(
    Guid Id, string Sku, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl,
    string Description, IReadOnlyList<CategoryName> CategoryPath, DateTimeOffset CreatedAt)
{
    public static ProductDetails From(Product product, CategoryTree tree)
    {
        CategoryName[] path = tree.Find(product.CategoryId) is { } node ? [.. node.Path().Select(CategoryName.From)] : [];
        return new(
            product.Id, product.Sku, product.Slug, Language.Choose(product.NameEn, product.NameZh), product.Brand, path.LastOrDefault(),
            new(product.Price, product.Currency), new(product.RatingAverage, product.RatingCount), product.Stock, PictureAddress.Of(product.Slug, product.Sku),
            Language.Choose(product.DescriptionEn, product.DescriptionZh), path, product.CreatedAt);
    }
}
