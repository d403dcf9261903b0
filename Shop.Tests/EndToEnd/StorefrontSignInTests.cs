using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.EndToEnd;

public sealed class StorefrontSignInTests(ShopApplication shop, Browser browser)
{
    [Theory]
    [MemberData(nameof(Looks.EachWidth), MemberType = typeof(Looks))]
    public async Task A_person_signs_in_from_a_page_and_out_again(int width)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en" });
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        await page.GotoAsync(home + "products");
        // So that the way back is a way to somewhere.
        var product = await page.Locator("main a[href^='/products/']").First.GetAttributeAsync("href");
        await page.GotoAsync(home + product![1..]);

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync(product);

        await page.AssertFitsAsync();
        var button = page.GetByRole(AriaRole.Button, new() { Name = $"Account {user.DisplayName}" });
        var menu = page.Locator("#account-menu");
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(menu).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Your account" })).ToHaveAttributeAsync("href", "/account");
        await page.AssertAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();

        await button.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.AssertFitsAsync();
        Assert.Equal(home, page.Url);
        Assert.DoesNotContain(await window.CookiesAsync(), static cookie => cookie.Name is "shop-session" or "shop-id");
        Assert.Empty(complaints);
    }
}
