using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Shop.Tests.Integration;

public sealed class CatalogApiTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("&sort=price")]
    [InlineData("&sort=-price")]
    public async Task The_pages_hold_every_product_once(string sort)
    {
        using var client = await shop.ClientAsync("catalog");
        var products = await AllAsync(client, $"limit=100{sort}");
        var slugs = products.Select(p => p.GetProperty("slug").GetString()!).ToArray();
        var prices = products.Select(p => p.GetProperty("price").GetProperty("amount").GetDecimal()).ToArray();

        Assert.True(slugs.Length >= 240, $"Only {slugs.Length} products.");
        Assert.Equal(slugs.Length, slugs.Distinct().Count());
        if (sort == "&sort=price")
            Assert.Equal(prices.Order(), prices);
        if (sort == "&sort=-price")
            Assert.Equal(prices.OrderDescending(), prices);
    }

    [Fact]
    public async Task Text_comes_in_the_language_that_is_asked_for()
    {
        using var client = await shop.ClientAsync("catalog");
        var english = await FirstAsync(client, "en");
        var chinese = await FirstAsync(client, "zh-CN");

        Assert.Equal(english.Slug, chinese.Slug);
        Assert.All(english.Name, c => Assert.False(IsHan(c)));
        Assert.Contains(chinese.Name, IsHan);
    }

    [Fact]
    public async Task A_category_holds_its_own_and_its_childrens_products()
    {
        using var client = await shop.ClientAsync("catalog");
        var tree = await client.GetFromJsonAsync<JsonElement>("/api/catalog/categories", Cancellation);
        var roots = tree.EnumerateArray().ToArray();
        var leaves = roots.SelectMany(r => r.GetProperty("children").EnumerateArray()).ToArray();
        Assert.True(leaves.Length >= 8, $"Only {leaves.Length} categories.");

        var root = roots.First(r => r.GetProperty("children").GetArrayLength() > 0);
        var products = await AllAsync(client, $"limit=100&category={root.GetProperty("slug").GetString()}");
        Assert.Equal(root.GetProperty("productCount").GetInt32(), products.Count);
    }

    [Fact]
    public async Task A_picture_is_a_drawing_that_caches_keep()
    {
        using var client = await shop.ClientAsync("catalog");
        var slug = (await FirstAsync(client, "en")).Slug;
        using var first = await client.GetAsync($"/api/catalog/products/{slug}/picture", Cancellation);
        Assert.Equal("image/svg+xml", first.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<svg", (await first.Content.ReadAsStringAsync(Cancellation)).TrimStart(), StringComparison.Ordinal);
        Assert.NotNull(first.Headers.ETag);

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/catalog/products/{slug}/picture");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag);
        using var second = await client.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("sort=colour", "sort")]
    [InlineData("after=%7Bnonsense", "after")]
    public async Task A_bad_parameter_is_named(string query, string field)
    {
        using var client = await shop.ClientAsync("catalog");
        using var response = await client.GetAsync($"/api/catalog/products?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("/api/catalog/products/no-such-thing")]
    [InlineData("/api/catalog/products/no-such-thing/picture")]
    [InlineData("/api/catalog/nothing")]
    public async Task What_is_not_there_is_a_problem_with_status_404(string path)
    {
        using var client = await shop.ClientAsync("catalog");
        using var response = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Follows the pages to the last.</summary>
    private static async Task<List<JsonElement>> AllAsync(HttpClient client, string query)
    {
        var all = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/catalog/products?{query}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", Cancellation);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        return all;
    }

    private static async Task<(string Slug, string Name)> FirstAsync(HttpClient client, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/catalog/products?limit=1");
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        using var response = await client.SendAsync(request, Cancellation);
        var page = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var item = page.GetProperty("items")[0];
        return (item.GetProperty("slug").GetString()!, item.GetProperty("name").GetString()!);
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
