namespace Shop.Catalog.Search;

/// <summary>What a list is narrowed down to. Several values of one facet widen it, a value of another narrows it further.</summary>
sealed record ProductFilter
{
    public static readonly ProductFilter None = new();

    /// <summary>As they were asked for.</summary>
    public IReadOnlySet<string> CategorySlugs { get; init; } = new HashSet<string>();

    /// <summary>With all their descendants. Null for all there are.</summary>
    public IReadOnlySet<Guid>? Categories { get; init; }

    public IReadOnlySet<string> Brands { get; init; } = new HashSet<string>();

    public IReadOnlySet<int> PriceBands { get; init; } = new HashSet<int>();

    /// <summary>The least average; 0 for any.</summary>
    public int Rating { get; init; }

    public bool InStock { get; init; }

    /// <summary>More than categories, each of which has its own indexes.</summary>
    public bool HasFacets => Brands.Count > 0 || PriceBands.Count > 0 || Rating > 0 || InStock;

    public bool FitsCategory(FacetCell cell) => Categories is null || Categories.Contains(cell.CategoryId);

    public bool FitsBrand(FacetCell cell) => Brands.Count == 0 || Brands.Contains(cell.Brand);

    public bool FitsPrice(FacetCell cell) => PriceBands.Count == 0 || PriceBands.Contains(cell.PriceBand);

    public bool FitsRating(FacetCell cell) => cell.Rating >= Rating;

    public bool FitsStock(FacetCell cell) => !InStock || cell.InStock;

    public bool Fits(FacetCell cell) => FitsCategory(cell) && FitsBrand(cell) && FitsPrice(cell) && FitsRating(cell) && FitsStock(cell);

    /// <summary>For each facet that is narrowed, the values of which a product must have one.</summary>
    public IEnumerable<string[]> Values()
    {
        if (Categories is not null)
            yield return [.. Categories.Select(FacetCell.CategoryValue)];
        if (Brands.Count > 0)
            yield return [.. Brands.Select(FacetCell.BrandValue)];
        if (PriceBands.Count > 0)
            yield return [.. PriceBands.Select(FacetCell.PriceValue)];
        if (Rating > 0)
            yield return [.. Enumerable.Range(Rating, FacetCounter.HighestRating + 1 - Rating).Select(FacetCell.RatingValue)];
        if (InStock)
            yield return [FacetCell.InStockValue];
    }
}
