using Shop.Web.Clients;

namespace Shop.Web.Components.Store;

/// <summary>Where the store's pages are.</summary>
static class Addresses
{
    public const string AllProducts = "/products";

    public static string Category(string slug) => "/categories/" + Uri.EscapeDataString(slug);

    public static string Product(string slug) => "/products/" + Uri.EscapeDataString(slug);

    /// <summary>The sizes of an uploaded picture, for srcset; null for a drawn one, which is sharp at any.</summary>
    public static string? PictureSet(string address) => address.StartsWith("/api/catalog/pictures/", StringComparison.Ordinal)
        ? $"{address}?width=400 400w, {address}?width=800 800w, {address}?width=1600 1600w"
        : null;

    /// <summary>A list of products. What is as by default is left out.</summary>
    public static string List(ProductQuery products, PageTrail? trail = null)
    {
        var query = products.Parameters();
        if (trail is { IsFirstPage: false })
            query.Add("after", trail.ToString());
        return ListPath(products) + query;
    }

    /// <summary>Without what comes after the question mark, as a form names it.</summary>
    public static string ListPath(ProductQuery products) => products.Category is null ? AllProducts : Category(products.Category);
}
