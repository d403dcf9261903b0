using Microsoft.AspNetCore.Http.Extensions;

namespace Shop.Web.Components.Store;

/// <summary>Where the store's pages are.</summary>
static class Addresses
{
    public const string AllProducts = "/products";

    public static string Category(string slug) => "/categories/" + Uri.EscapeDataString(slug);

    public static string Product(string slug) => "/products/" + Uri.EscapeDataString(slug);

    /// <summary>A list of products; <paramref name="category"/> null for all. What is as by default is left out.</summary>
    public static string List(string? category, string sort, PageTrail trail)
    {
        var query = new QueryBuilder();
        if (sort != ListSort.Default)
            query.Add("sort", sort);
        if (!trail.IsFirstPage)
            query.Add("after", trail.ToString());
        return (category is null ? AllProducts : Category(category)) + query;
    }
}
