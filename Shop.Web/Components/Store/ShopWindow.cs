using Shop.Web.Clients;

namespace Shop.Web.Components.Store;

/// <summary>
/// What the home page shows of the newest products: the picture wall, the row of new things, one studio. The wall is hung anew every day, the
/// same for everyone on that day, so that a page and the cache of it agree.
/// </summary>
sealed class ShopWindow
{
    const int HungCount = 4, FreshCount = 8, StudioCount = 4, PicturesPerCategory = 3;

    readonly IReadOnlyList<ProductSummary> newest;

    public ShopWindow(IReadOnlyList<ProductSummary> newest, DateOnly day)
    {
        this.newest = newest;
        Hung = Varied(Rotated(newest.Where(product => product.Stock > 0).ToList(), day.DayNumber), HungCount);
        Fresh = [.. newest.Take(FreshCount)];
        Studio = newest.GroupBy(product => product.Brand).Where(studio => studio.Count() >= StudioCount).ToList() is { Count: > 0 } studios
            ? Varied([.. studios[day.DayNumber % studios.Count]], StudioCount)
            : [];
    }

    public IReadOnlyList<ProductSummary> Hung { get; }

    public IReadOnlyList<ProductSummary> Fresh { get; }

    /// <summary>Works of one studio; empty where none has enough new ones.</summary>
    public IReadOnlyList<ProductSummary> Studio { get; }

    public IReadOnlyList<ProductSummary> PicturesOf(Category category)
    {
        var slugs = Slugs(category).ToHashSet();
        return Varied([.. newest.Where(product => product.Category is { } own && slugs.Contains(own.Slug))], PicturesPerCategory);
    }

    static IEnumerable<string> Slugs(Category category) => category.Children.SelectMany(Slugs).Prepend(category.Slug);

    static List<ProductSummary> Rotated(List<ProductSummary> products, int by) =>
        products.Count == 0 ? products : [.. products.Skip(by % products.Count), .. products.Take(by % products.Count)];

    /// <summary>The first ones that repeat neither kind nor studio, then neither kind, then any.</summary>
    static List<ProductSummary> Varied(List<ProductSummary> products, int count)
    {
        var chosen = new List<ProductSummary>(count);
        Func<ProductSummary, bool>[] rules =
        [
            product => chosen.TrueForAll(other => other.Category != product.Category && other.Brand != product.Brand),
            product => chosen.TrueForAll(other => other.Category != product.Category),
            product => !chosen.Contains(product),
        ];
        foreach (var rule in rules)
            foreach (var product in products)
                if (chosen.Count < count && rule(product))
                    chosen.Add(product);
        return chosen;
    }
}
