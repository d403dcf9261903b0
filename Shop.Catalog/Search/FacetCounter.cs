using System.Globalization;
using Shop.Catalog.Categories;

namespace Shop.Catalog.Search;

/// <summary>
/// Counts facets from cells in one pass: a cell that fits the whole filter counts in each facet, one that fails in a single facet counts in
/// that one, where it would be chosen by choosing its value too.
/// </summary>
sealed class FacetCounter(ProductFilter filter)
{
    public const int HighestRating = 5;
    const int MostBrands = 50;

    readonly Dictionary<Guid, int> categories = [];
    readonly Dictionary<string, int> brands = new(StringComparer.Ordinal);
    readonly int[] prices = new int[PriceBands.Count];
    readonly int[] ratings = new int[HighestRating + 1];
    int inStock;

    /// <summary>How many products fit the whole filter.</summary>
    public int Total { get; private set; }

    public void Add(FacetCell cell)
    {
        var (category, brand, price, rating, stock) =
            (filter.FitsCategory(cell), filter.FitsBrand(cell), filter.FitsPrice(cell), filter.FitsRating(cell), filter.FitsStock(cell));
        if (brand && price && rating && stock)
            categories[cell.CategoryId] = categories.GetValueOrDefault(cell.CategoryId) + cell.Count;
        if (category && price && rating && stock)
            brands[cell.Brand] = brands.GetValueOrDefault(cell.Brand) + cell.Count;
        if (category && brand && rating && stock)
            prices[cell.PriceBand] += cell.Count;
        if (category && brand && price && stock)
            ratings[cell.Rating] += cell.Count;
        if (category && brand && price && rating && cell.InStock)
            inStock += cell.Count;
        if (category && brand && price && rating && stock)
            Total += cell.Count;
    }

    public Facets ToFacets(CategoryTree tree) => new(Categories(tree.Roots), Brands(), Prices(), Ratings(), [new("true", inStock, filter.InStock)]);

    /// <summary>Those that hold something or are chosen.</summary>
    List<CategoryFacet> Categories(IEnumerable<CategoryTree.Node> nodes)
    {
        var facets = new List<CategoryFacet>();
        foreach (var node in nodes)
        {
            var children = Categories(node.Children);
            var count = categories.GetValueOrDefault(node.Category.Id) + children.Sum(child => child.Count);
            var selected = filter.CategorySlugs.Contains(node.Category.Slug);
            if (count > 0 || selected || children.Count > 0)
                facets.Add(new(node.Category.Slug, node.Name, count, selected, children));
        }
        return facets;
    }

    /// <summary>The largest, and all that are chosen.</summary>
    List<FacetValue> Brands()
    {
        foreach (var chosen in filter.Brands)
            brands.TryAdd(chosen, 0);
        return
        [
            .. brands.OrderByDescending(brand => filter.Brands.Contains(brand.Key)).ThenByDescending(brand => brand.Value).Take(Math.Max(MostBrands, filter.Brands.Count))
                .OrderByDescending(brand => brand.Value).ThenBy(brand => brand.Key, StringComparer.Ordinal)
                .Select(brand => new FacetValue(brand.Key, brand.Value, filter.Brands.Contains(brand.Key))),
        ];
    }

    List<FacetValue> Prices() =>
    [
        .. prices.Select((count, band) => new FacetValue(PriceBands.Format(band), count, filter.PriceBands.Contains(band)))
            .Where(price => price.Count > 0 || price.Selected),
    ];

    /// <summary>"Four and more" holds the fives too.</summary>
    List<FacetValue> Ratings() =>
    [
        .. Enumerable.Range(1, HighestRating - 1).Reverse()
            .Select(least => new FacetValue(least.ToString(CultureInfo.InvariantCulture), ratings[least..].Sum(), filter.Rating == least)),
    ];
}
