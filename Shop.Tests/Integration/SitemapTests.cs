using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.Hosting;
using Shop.Tests.Unit.Web;
using Shop.Web.Clients;
using Shop.Web.SearchEngines;
using Xunit;

namespace Shop.Tests.Integration;

public sealed class SitemapTests(ShopApplication shop)
{
    static readonly XNamespace Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9", Html = "http://www.w3.org/1999/xhtml";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Robots_lead_to_all_that_is_worth_finding()
    {
        using var web = await shop.ClientAsync("web");
        var line = (await web.GetStringAsync("/robots.txt", Cancellation)).Split('\n').Single(line => line.StartsWith("Sitemap: ", StringComparison.Ordinal));
        var map = XDocument.Parse(await web.GetStringAsync(new Uri(line["Sitemap: ".Length..]), Cancellation)).Root!;

        var addresses = Addresses(map);
        var origin = web.BaseAddress!.ToString().TrimEnd('/');
        Assert.Contains(origin + "/", addresses);
        Assert.Contains(origin + "/categories/mugs", addresses);
        Assert.Equal(addresses.Distinct(), addresses);
        var page = await web.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=1&facets=true", Cancellation);
        // Other tests may make and unmake some meanwhile.
        Assert.InRange(addresses.Count(address => address.Contains("/products/", StringComparison.Ordinal)), 200, 100_000);
        var product = $"{origin}/products/{page.GetProperty("items")[0].GetProperty("slug").GetString()}";
        var entry = map.Elements(Sitemaps + "url").Single(url => url.Element(Sitemaps + "loc")!.Value == product);
        Assert.Equal(
            [("en", product + "?lang=en"), ("zh-CN", product + "?lang=zh-CN"), ("x-default", product)],
            entry.Elements(Html + "link").Select(link => (link.Attribute("hreflang")!.Value, link.Attribute("href")!.Value)));
    }

    [Fact]
    public async Task What_is_too_long_for_one_file_is_divided_without_gap_or_overlap()
    {
        using var catalog = await shop.ClientAsync("catalog");
        await using var web = await RunningApp.StartAsync(static app => app.MapSitemap(), builder =>
        {
            builder.Configuration["services:catalog:http:0"] = catalog.BaseAddress!.ToString().TrimEnd('/');
            builder.Configuration["Sitemap:MostAddresses"] = "150";
            builder.AddServiceDefaults();
            builder.Services.AddCatalog();
        });

        var parts = Addresses(XDocument.Parse(await web.Http.GetStringAsync("/sitemap.xml", Cancellation)).Root!);
        Assert.InRange(parts.Count, 2, 100);
        var all = new List<string>();
        foreach (var part in parts)
        {
            var addresses = Addresses(XDocument.Parse(await web.Http.GetStringAsync(part, Cancellation)).Root!);
            Assert.InRange(addresses.Count, 1, 150);
            all.AddRange(addresses);
        }

        Assert.Equal(all.Distinct(), all);
        Assert.Contains(all, static address => address.EndsWith("/categories/mugs", StringComparison.Ordinal));
        var seeded = (await catalog.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=100&sort=price", Cancellation)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("slug").GetString());
        Assert.Empty(seeded.Except(all.Select(address => address.Split('/')[^1])));
    }

    static List<string> Addresses(XElement map) => [.. map.Elements().Select(static entry => entry.Element(Sitemaps + "loc")!.Value)];
}
