namespace Shop.Web.Clients;

/// <summary>The orders of a product list, by the names that Catalog gives them.</summary>
static class ProductSorts
{
    public const string Newest = "newest", Cheapest = "price", Dearest = "-price", Name = "name", Rating = "rating", Bestselling = "bestselling", Relevance = "relevance";

    static readonly string[] OfLists = [Newest, Bestselling, Rating, Cheapest, Dearest, Name], OfSearches = [Relevance, .. OfLists];

    /// <summary>The default first.</summary>
    public static IReadOnlyList<string> All(bool isSearch) => isSearch ? OfSearches : OfLists;

    /// <summary>Null for the default, and for anything unknown: an old link shall still show products.</summary>
    public static string? Parse(string? text, bool isSearch) => text is not null && All(isSearch).Skip(1).Contains(text) ? text : null;
}
