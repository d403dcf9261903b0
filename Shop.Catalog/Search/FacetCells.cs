namespace Shop.Catalog.Search;

/// <summary>A brand with the words of its name, as <see cref="SearchTerms.Split"/> takes a search apart.</summary>
sealed record BrandCount(string Name, int Count, IReadOnlyList<string> Words);

/// <summary>All published products, counted by cells.</summary>
sealed class FacetCells(IReadOnlyList<FacetCell> all)
{
    readonly Dictionary<Guid, int> byCategory = all.GroupBy(cell => cell.CategoryId).ToDictionary(group => group.Key, group => group.Sum(cell => cell.Count));

    public IReadOnlyList<FacetCell> All => all;

    public int Total { get; } = all.Sum(cell => cell.Count);

    /// <summary>The largest first.</summary>
    public IReadOnlyList<BrandCount> Brands { get; } =
    [
        .. all.GroupBy(cell => cell.Brand, StringComparer.Ordinal)
            .Select(group => new BrandCount(group.Key, group.Sum(cell => cell.Count), SearchTerms.Split(group.Key)))
            .OrderByDescending(brand => brand.Count),
    ];

    /// <summary>Of the products that hang on the category itself.</summary>
    public int CountIn(Guid categoryId) => byCategory.GetValueOrDefault(categoryId);
}
