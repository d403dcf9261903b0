using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Shop.ServiceDefaults.Localization;
using Shop.Web.Clients;
using Shop.Web.Components.Store;

namespace Shop.Web.SearchEngines;

/// <summary>
/// All pages that are worth finding, each with its languages. Written as it is read, a page of products at a time, so that it takes no more memory for more
/// products; and divided where there are more addresses than one file may hold.
/// </summary>
static class Sitemap
{
    public const string Path = "/sitemap.xml";

    const string PartPath = "/sitemaps/products.xml", MostSetting = "Sitemap:MostAddresses";

    /// <summary>Of the protocol, sitemaps.org.</summary>
    const int Most = 50_000;

    const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapSitemap(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, WriteAsync);
        routes.MapGet(PartPath, WritePartAsync);
    }

    static async Task WriteAsync(HttpContext http, CatalogClient catalog, IConfiguration configuration)
    {
        var pages = await PagesAsync(catalog, http.RequestAborted);
        var parts = await catalog.AddressPartsAsync(configuration.GetValue(MostSetting, Most) - pages.Count, http.RequestAborted);
        if (parts.Count == 0)
        {
            await WriteAddressesAsync(http, catalog, pages, null, null);
            return;
        }
        var text = new StringBuilder($"""<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{Namespace}">""");
        // The boundaries stand in the addresses, so that what is added while they are read makes neither gap nor overlap.
        for (var i = 0; i <= parts.Count; i++)
            text.Append("<sitemap><loc>").Append(SecurityElement.Escape(Origin(http) + PartPath + Part(i == 0 ? null : parts[i - 1], i == parts.Count ? null : parts[i]))).Append("</loc></sitemap>");
        Begin(http);
        await http.Response.WriteAsync(text.Append("</sitemapindex>").ToString(), http.RequestAborted);
    }

    static async Task WritePartAsync(Guid? after, Guid? until, HttpContext http, CatalogClient catalog) =>
        await WriteAddressesAsync(http, catalog, after is null ? await PagesAsync(catalog, http.RequestAborted) : [], after, until);

    /// <summary>Should Catalog go away in the middle, the connection ends without an end: nobody takes the half for the whole.</summary>
    static async Task WriteAddressesAsync(HttpContext http, CatalogClient catalog, IReadOnlyList<string> pages, Guid? after, Guid? until)
    {
        var products = await catalog.AddressesAsync(after, until, http.RequestAborted);
        var origin = Origin(http);
        var text = new StringBuilder($"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{Namespace}" xmlns:xhtml="http://www.w3.org/1999/xhtml">""");
        foreach (var page in pages)
            Append(text, origin + page, null);
        Begin(http);
        while (true)
        {
            foreach (var product in products)
                Append(text, origin + Addresses.Product(product.Slug), product.UpdatedAt);
            await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
            text.Clear();
            if (products.Count < CatalogClient.AddressesAtOnce)
                break;
            products = await catalog.AddressesAsync(products[^1].Id, until, http.RequestAborted);
        }
        await http.Response.WriteAsync("</urlset>", http.RequestAborted);
    }

    static async Task<IReadOnlyList<string>> PagesAsync(CatalogClient catalog, CancellationToken cancellationToken)
    {
        return ["/", Addresses.AllProducts, .. (await catalog.CategoriesAsync(cancellationToken)).SelectMany(Below).Select(static category => Addresses.Category(category.Slug))];

        static IEnumerable<Category> Below(Category category) => category.Children.SelectMany(Below).Prepend(category);
    }

    static void Append(StringBuilder text, string address, DateTimeOffset? changed)
    {
        var plain = SecurityElement.Escape(address);
        text.Append("<url><loc>").Append(plain).Append("</loc>");
        if (changed is { } moment)
            text.Append("<lastmod>").Append(moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append("</lastmod>");
        foreach (var language in Language.All)
            text.Append("<xhtml:link rel=\"alternate\" hreflang=\"").Append(language).Append("\" href=\"").Append(plain).Append('?').Append(Language.Parameter).Append('=').Append(language).Append("\"/>");
        text.Append("<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"").Append(plain).Append("\"/></url>");
    }

    static void Begin(HttpContext http)
    {
        http.Response.ContentType = "application/xml; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=3600";
    }

    static QueryString Part(Guid? after, Guid? until)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("after", after), ("until", until) })
            if (value is not null)
                query.Add(name, value.ToString()!);
        return query.ToQueryString();
    }

    static string Origin(HttpContext http) => UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host).TrimEnd('/');
}
