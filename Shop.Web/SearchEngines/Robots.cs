using Microsoft.AspNetCore.Http.Extensions;

namespace Shop.Web.SearchEngines;

static class Robots
{
    /// <summary>Everything is worth finding but what only sets a cookie or speaks JSON; the pictures below /api are wanted too.</summary>
    const string Text = """
        User-agent: *
        Allow: /api/catalog/products/*/picture
        Disallow: /api/
        Disallow: /account
        Disallow: /admin
        Disallow: /cart
        Disallow: /checkout
        Disallow: /orders
        Disallow: /connect/
        Disallow: /preferences
        Disallow: /sign-in
        Disallow: /viewed
        Disallow: /wishlist

        """;

    public static void MapRobots(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/robots.txt", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return TypedResults.Text($"{Text}\nSitemap: {UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host, path: Sitemap.Path)}\n");
        });
}
