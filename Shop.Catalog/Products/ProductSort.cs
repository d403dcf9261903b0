using System.Diagnostics.CodeAnalysis;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Products;

/// <summary>An order of the product list. Names have one order per language, so that a cursor of one does not page through the other.</summary>
enum ProductSort : byte
{
    Newest = 1,
    PriceAscending = 2,
    PriceDescending = 3,
    NameEn = 4,
    NameZh = 5,
    Rating = 6,
    Bestselling = 7,

    /// <summary>How well the product fits what is searched; only there is such an order.</summary>
    Relevance = 8,
}

static class ProductSorts
{
    public static readonly string[] Names = ["newest", "price", "-price", "name", "rating", "bestselling", "relevance"];

    /// <summary>Without a search there is no relevance: the newest come first, as they do where nothing is said.</summary>
    public static bool TryParse(string? text, bool searches, [NotNullWhen(true)] out ProductSort? sort) =>
        (sort = text switch
        {
            null or "" or "relevance" => searches ? ProductSort.Relevance : ProductSort.Newest,
            "newest" => ProductSort.Newest,
            "price" => ProductSort.PriceAscending,
            "-price" => ProductSort.PriceDescending,
            "name" => Language.IsChinese ? ProductSort.NameZh : ProductSort.NameEn,
            "rating" => ProductSort.Rating,
            "bestselling" => ProductSort.Bestselling,
            _ => null,
        }) is not null;
}
