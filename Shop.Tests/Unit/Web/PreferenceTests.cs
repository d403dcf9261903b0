using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Preferences;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class PreferenceTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/products?sort=price#top", true)]
    [InlineData("/a//b", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("/\n/evil.example", false)]
    [InlineData("https://evil.example/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("products", false)]
    [InlineData("~/products", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_paths_of_the_shop_are_local(string? address, bool isLocal)
    {
        Assert.Equal(isLocal, LocalAddress.IsLocal(address));
        Assert.Equal(isLocal ? address : "/", LocalAddress.OrHome(address));
    }

    [Fact]
    public void The_way_back_names_no_language() =>
        Assert.Equal("/products?sort=price", LocalAddress.WithoutLanguage("/products", new("?lang=en&sort=price")));

    [Fact]
    public async Task A_choice_is_kept_in_a_cookie_that_no_script_reads_and_leads_back()
    {
        await using var app = await RunningApp.StartAsync(app => app.MapPreferences());

        var answer = await app.Http.GetAsync("/preferences?theme=dark&back=/products", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/products", answer.Headers.Location!.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("shop-theme=dark;", cookie, StringComparison.Ordinal);
        foreach (var attribute in (string[])["max-age=31536000", "path=/", "samesite=lax", "httponly"])
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_way_back_does_not_lead_elsewhere()
    {
        await using var app = await RunningApp.StartAsync(app => app.MapPreferences());

        var answer = await app.Http.GetAsync("/preferences?language=zh-CN&back=//evil.example", TestContext.Current.CancellationToken);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.StartsWith("shop-language=zh-CN;", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("language", "de")]
    [InlineData("theme", "dark;domain=evil")]
    public async Task A_choice_that_does_not_exist_is_refused_by_its_name(string field, string value)
    {
        await using var app = await RunningApp.StartAsync(app => app.MapPreferences());

        var answer = await app.Http.GetAsync($"/preferences?{field}={Uri.EscapeDataString(value)}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
