using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Xunit;

namespace Shop.Tests.EndToEnd;

public sealed class BrowsingTests(ShopApplication shop, Browser browser)
{
    [Theory]
    [MemberData(nameof(Looks.EachWidth), MemberType = typeof(Looks))]
    public async Task A_visitor_walks_from_the_home_page_to_a_product(int width)
    {
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en" });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        // Who walks on does not wait for what was seen lately.
        page.RequestFailed += (_, request) => { if (!request.Url.EndsWith("/viewed", StringComparison.Ordinal)) complaints.Add($"{request.Url} {request.Failure}"); };
        page.Request += (_, request) => { if (!request.Url.StartsWith(home, StringComparison.Ordinal)) complaints.Add($"A request to {request.Url}"); };

        await page.GotoAsync(home);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        var products = page.Locator("main a[href^='/products/']");
        Assert.True(await products.CountAsync() >= 8, "The home page shows too few products.");
        Assert.False(await OverflowsAsync(page), "The home page is wider than the window.");

        await products.First.ClickAsync();
        await Assertions.Expect(page.Locator("main img").First).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await page.Locator("main img").First.EvaluateAsync<int>("i => i.naturalWidth") > 0, "The picture is not drawn.");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.False(await OverflowsAsync(page), "The product page is wider than the window.");
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(1440, true)]
    [InlineData(390, true)]
    // The small pictures are links then.
    [InlineData(390, false)]
    public async Task A_product_is_seen_from_all_sides(int width, bool hasScript)
    {
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en", JavaScriptEnabled = hasScript });
        var page = await window.NewPageAsync();
        await page.GotoAsync((await shop.StartedAsync()).GetEndpoint("web") + "products?sort=rating");
        await page.Locator(".card-link").First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        var strip = page.GetByRole(AriaRole.Group, new() { Name = "Pictures" });
        var (first, third) = (strip.GetByRole(AriaRole.Img).Nth(0), strip.GetByRole(AriaRole.Img).Nth(2));
        await Assertions.Expect(first).ToBeInViewportAsync();
        await Assertions.Expect(third).Not.ToBeInViewportAsync();

        var small = page.GetByRole(AriaRole.Link, new() { Name = "Show picture 3 of 3" });
        await small.ScrollIntoViewIfNeededAsync();
        var before = await page.EvaluateAsync<double>("() => scrollY");
        await small.ClickAsync();
        await Assertions.Expect(third).ToBeInViewportAsync(new() { Ratio = 0.7f });
        await Assertions.Expect(first).Not.ToBeInViewportAsync();
        await Assertions.Expect(third).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await third.EvaluateAsync<int>("i => i.naturalWidth") > 0, "The picture is not drawn.");
        if (!hasScript)
            return;
        // The page stays where it was, and says which picture is seen; keys move the strip too.
        Assert.Equal(before, await page.EvaluateAsync<double>("() => scrollY"));
        await Assertions.Expect(small).ToHaveAttributeAsync("aria-current", "true");
        await strip.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Show picture 2 of 3" })).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(strip.GetByRole(AriaRole.Img).Nth(1)).ToBeInViewportAsync(new() { Ratio = 0.7f });
        await page.AssertFitsAsync();
        await page.AssertAccessibleAsync();
        await Photographs.TakeAsync(page, $"gallery-{width}");
    }

    [Fact]
    public async Task The_language_is_kept_once_it_is_chosen()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await window.NewPageAsync();
        await page.GotoAsync((await shop.StartedAsync()).GetEndpoint("web").ToString());
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await page.GetByRole(AriaRole.Button, new() { Name = "切换到中文" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
    }

    private static Task<bool> OverflowsAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
