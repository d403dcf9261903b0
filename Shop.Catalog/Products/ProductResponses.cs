using Shop.Catalog.Categories;
using Shop.Catalog.Pictures;
using Shop.Catalog.Search;
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
        new(row.Price, row.Currency), new(row.RatingAverage, row.RatingCount), row.Stock, PictureAddress.Of(row.Slug, row.Sku, row.Cover));
}

/// <summary>How many products fit; where they are too many to count, at least so many.</summary>
sealed record ProductTotal(int Count, bool IsExact);

/// <summary>How a search was understood, where no product had all its words. <see cref="Corrected"/> is what was searched instead; without all words, any of them.</summary>
sealed record SearchOutcome(string? Corrected, bool AllWords);

/// <summary>Some products in order. <see cref="Next"/> and <see cref="Previous"/> go as after and before, and are null where the list ends.</summary>
sealed record ProductPage(IReadOnlyList<ProductSummary> Items)
{
    public string? Next { get; init; }

    public string? Previous { get; init; }

    public ProductTotal? Total { get; init; }

    public SearchOutcome? Search { get; init; }

    public Facets? Facets { get; init; }
}

/// <summary>A product by itself. <see cref="Pictures"/> begin with the one at <see cref="PictureUrl"/>.</summary>
sealed record ProductDetails(
    Guid Id, string Sku, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl,
    IReadOnlyList<string> Pictures, string Description, IReadOnlyList<CategoryName> CategoryPath, DateTimeOffset CreatedAt)
{
    public static ProductDetails From(ProductRow row, string description, IReadOnlyCollection<Guid> pictures, CategoryTree tree)
    {
        var summary = ProductSummary.From(row, tree);
        CategoryName[] path = tree.Find(row.CategoryId) is { } node ? [.. node.Path().Select(CategoryName.From)] : [];
        return new(
            row.Id, row.Sku, row.Slug, summary.Name, row.Brand, summary.Category, summary.Price, summary.Rating, row.Stock, summary.PictureUrl,
            PictureAddress.All(row.Slug, row.Sku, pictures), description, path, row.CreatedAt);
    }
}
