namespace Shop.Web.Components.Store;

/// <summary>The orders of a product list, by the names that Catalog gives them.</summary>
static class ListSort
{
    public const string Default = "newest", Cheapest = "price", Dearest = "-price", Name = "name";

    public static readonly string[] All = [Default, Cheapest, Dearest, Name];

    /// <summary>The default for anything unknown: an old link shall still show products.</summary>
    public static string Parse(string? text) => text is not null && All.Contains(text) ? text : Default;
}
