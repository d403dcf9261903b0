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
}

static class ProductSorts
{
    public static readonly string[] Names = ["newest", "price", "-price", "name"];

    public static bool TryParse(string? text, [NotNullWhen(true)] out ProductSort? sort) =>
        (sort = text switch
        {
            null or "" or "newest" => ProductSort.Newest,
            "price" => ProductSort.PriceAscending,
            "-price" => ProductSort.PriceDescending,
            "name" => Language.IsChinese ? ProductSort.NameZh : ProductSort.NameEn,
            _ => null,
        }) is not null;
}
