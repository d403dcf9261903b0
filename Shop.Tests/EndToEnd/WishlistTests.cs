using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>What somebody has looked at, and what they would like to have.</summary>
public sealed class WishlistTests(ShopApplication shop, Browser browser)
{
    [Theory]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task A_stranger_looks_around_wishes_signs_in_and_buys_what_was_wished_for(int width, bool hasScript)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en", JavaScriptEnabled = hasScript });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };

        await page.GotoAsync(home + "products?inStock=true&sort=price");
        var cards = page.Locator(".card-link");
        var (first, second) = ((await cards.Nth(3).GetAttributeAsync("href"))!, (await cards.Nth(4).GetAttributeAsync("href"))!);
        await page.GotoAsync(home + first[1..]);
        if (hasScript)
        {
            await page.RunAndWaitForResponseAsync(() => page.GotoAsync(home + second[1..]), answer => answer.Url.EndsWith("/viewed", StringComparison.Ordinal) && answer.Ok);
            var seen = page.Locator("[data-viewed] .card-link");
            await Assertions.Expect(seen).ToHaveCountAsync(1);
            await Assertions.Expect(seen).ToHaveAttributeAsync("href", first);
            await page.GotoAsync(home);
            await Assertions.Expect(seen.First).ToHaveAttributeAsync("href", second);
            await LookAsync(page, $"home-seen-{width}", hasScript);
            // What was seen is kept apart from the cart, so that a page is the same for all who have none.
            Assert.DoesNotContain(await window.CookiesAsync(), static cookie => cookie.Name == "shop-cart");
            await page.GetByRole(AriaRole.Button, new() { Name = "Forget these" }).ClickAsync();
            await Assertions.Expect(page.Locator("[data-viewed]")).ToBeHiddenAsync();
            await page.GotoAsync(home + first[1..]);
            await Assertions.Expect(seen).ToHaveCountAsync(0);
        }

        // The heart leads a stranger to sign in, and is filled when they are back.
        var name = await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Add {name} to the wishlist" }).First.ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync(first);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name} from the wishlist" }).First).ToBeVisibleAsync();
        Assert.DoesNotContain(await window.CookiesAsync(), static cookie => cookie.Name == "shop-wish");

        // A person's changes where it is, or comes back to there.
        await page.GotoAsync(home + "products?inStock=true&sort=price");
        var heart = page.Locator(".card", new() { Has = page.Locator($"a[href='{second}']") }).Locator(".wish");
        await Assertions.Expect(heart).ToHaveAttributeAsync("name", "add");
        await heart.ClickAsync();
        await Assertions.Expect(heart).ToHaveAttributeAsync("name", "remove");
        Assert.EndsWith("products?inStock=true&sort=price", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Assertions.Expect(heart).ToHaveAttributeAsync("name", "remove");
        await LookAsync(page, $"list-wished-{width}", hasScript);

        await page.GotoAsync(home + "wishlist");
        await Assertions.Expect(page.Locator(".wishes .cart-name a")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".wishes .cart-name a").First).ToHaveAttributeAsync("href", second);
        await LookAsync(page, $"wishlist-{width}", hasScript);
        await page.Locator(".wishes .cart-line", new() { HasText = name }).GetByRole(AriaRole.Button, new() { Name = "Into the cart" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{name} is in your cart." })).ToBeVisibleAsync();
        await page.GotoAsync(home + "wishlist");
        await page.Locator(".wishes").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing wished for yet." })).ToBeVisibleAsync();
        await LookAsync(page, $"wishlist-empty-{width}", hasScript);
        Assert.Empty(complaints);
    }

    /// <summary>Where scripts run, axe looks too.</summary>
    static async Task LookAsync(IPage page, string name, bool hasScript)
    {
        await page.AssertFitsAsync();
        await Photographs.TakeAsync(page, name);
        if (hasScript)
            await page.AssertAccessibleAsync();
    }
}
