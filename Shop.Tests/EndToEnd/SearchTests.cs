using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Xunit;

namespace Shop.Tests.EndToEnd;

public sealed partial class SearchTests(ShopApplication shop, Browser browser)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1440, false)]
    public async Task A_visitor_searches_narrows_down_and_widens_again(int width, bool isFolded)
    {
        // Nothing of this needs a script.
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en", JavaScriptEnabled = false });
        var page = await window.NewPageAsync();
        await page.GotoAsync((await shop.StartedAsync()).GetEndpoint("web").ToString());

        await page.GetByRole(AriaRole.Searchbox).FillAsync("mug");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("“mug”");
        var all = await CountAsync(page);

        if (isFolded)
            await page.GetByText("Filters", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "In stock" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = BandOfMugs() }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("q=mug.*price=10-25.*inStock=true|q=mug.*inStock=true.*price=10-25"));
        Assert.True(await CountAsync(page) < all, "The filters leave as many as before.");
        await Assertions.Expect(page.Locator(".badge-muted")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" }).SelectOptionAsync("price");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sort", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("inStock=true.*sort=price"));
        var prices = (await page.Locator(".card-price").AllInnerTextsAsync()).Select(text => decimal.Parse(text.TrimStart('$'), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(prices.Order(), prices);

        await page.GetByRole(AriaRole.Link, new() { Name = "Clear all filters" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^(?!.*(price=|inStock)).*q=mug"));
        // All that an unfiltered search finds; other tests may put a mug on sale between the two looks.
        var unfiltered = await window.NewPageAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                await unfiltered.GotoAsync(new Uri(new Uri(page.Url), "/products?q=mug").ToString());
                return await CountAsync(page) == await CountAsync(unfiltered);
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_search_that_finds_nothing_says_so_and_leads_on()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri((await shop.StartedAsync()).GetEndpoint("web"), "/products?q=xqzwv").ToString());

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing fits." })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("These have some of it.")).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See everything" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en", "mu", "/products/")]
    [InlineData("zh-CN", "月", "/products/")]
    public async Task What_is_typed_is_suggested_and_chosen_by_keyboard(string language, string typed, string leadsTo)
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = language });
        var page = await window.NewPageAsync();
        await page.GotoAsync((await shop.StartedAsync()).GetEndpoint("web").ToString());

        var field = page.Locator("#search");
        await field.PressSequentiallyAsync(typed);
        var options = page.GetByRole(AriaRole.Option);
        await Assertions.Expect(options.First).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await field.PressAsync("Escape");
        await Assertions.Expect(options.First).ToBeHiddenAsync();

        await field.PressSequentiallyAsync(" ");
        await Assertions.Expect(options.First).ToBeVisibleAsync();
        // From the field up is the last one.
        await field.PressAsync("ArrowUp");
        await Assertions.Expect(options.Last).ToHaveAttributeAsync("aria-selected", "true");
        await field.PressAsync("Enter");
        await page.ArrivesAsync(address => address.StartsWith(leadsTo, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_made_up_filter_still_shows_products()
    {
        using var web = await shop.ClientAsync("web");

        var answer = await web.GetAsync("/products?q=mug&price=7-9&after=nonsense", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "/products?q=mug"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery));
    }

    /// <summary>The number before "things", or after "of".</summary>
    static async Task<int> CountAsync(IPage page) =>
        int.Parse(Count().Match(await page.Locator(".list-position").InnerTextAsync()).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+(?= things?$)|(?<=of )\d+$")]
    private static partial Regex Count();

    [GeneratedRegex(@"^\$10 to \$25")]
    private static partial Regex BandOfMugs();
}
