using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Shop.Tests.Integration;

public sealed class StorefrontTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("catalog/products?limit=2")]
    [InlineData("catalog/categories")]
    public async Task The_gateway_passes_the_api_on(string path)
    {
        using var web = await shop.ClientAsync("web");
        using var catalog = await shop.ClientAsync("catalog");

        Assert.Equal(await catalog.GetStringAsync($"/api/{path}", Cancellation), await web.GetStringAsync($"/api/{path}", Cancellation));
    }

    [Fact]
    public async Task A_products_page_shows_it()
    {
        using var web = await shop.ClientAsync("web");
        var page = await web.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=1", Cancellation);
        var product = page.GetProperty("items")[0];

        var html = WebUtility.HtmlDecode(await web.GetStringAsync($"/products/{product.GetProperty("slug").GetString()}", Cancellation));

        Assert.Contains(product.GetProperty("name").GetString()!, html, StringComparison.Ordinal);
        Assert.Contains(product.GetProperty("pictureUrl").GetString()!, html, StringComparison.Ordinal);
        Assert.Contains("application/ld+json", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_html_with_status_404()
    {
        using var web = await shop.ClientAsync("web");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/products/no-such-thing");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await web.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/products")]
    [InlineData("/nothing")]
    [InlineData("/sign-out/confirm")]
    public async Task A_form_that_no_page_of_the_shop_has_sent_is_refused_with_a_page(string path)
    {
        using var web = await shop.ClientAsync("web");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("a", "b")]) };
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await web.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("That came back to us.", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_share_a_page_by_language_and_theme_and_whoever_has_something_of_their_own_does_not()
    {
        using var web = await shop.ClientAsync("web");
        await Eventually.TrueAsync(async () => (await GetAsync("shop-language=en")).IsShared, Cancellation);

        Assert.Contains("data-theme=\"dark\"", (await GetAsync("shop-language=en; shop-theme=dark")).Html, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", (await GetAsync("shop-language=zh-CN")).Html, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", (await GetAsync("shop-language=en")).Html, StringComparison.Ordinal);
        foreach (var own in (string[])["shop-cart=0123456789012345678901", "shop-session=somebodys", $"shop-wish={Guid.NewGuid():N}"])
            for (var i = 0; i < 3; i++)
                Assert.False((await GetAsync("shop-language=en; " + own)).IsShared, own);

        async Task<(bool IsShared, string Html)> GetAsync(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/categories/mugs?sort=price");
            request.Headers.Add("Cookie", cookie);
            using var response = await web.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (response.Headers.Age is not null, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Every_page_says_what_it_may_load()
    {
        using var web = await shop.ClientAsync("web");
        using var response = await web.GetAsync("/", Cancellation);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }
}
