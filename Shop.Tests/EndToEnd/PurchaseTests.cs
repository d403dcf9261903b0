using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Unit.Users;
using SkiaSharp;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>From a product to its review, as buyers walk.</summary>
public sealed partial class PurchaseTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, true)]
    // Nothing on the way needs a script.
    [InlineData(390, false)]
    public async Task A_stranger_fills_the_cart_signs_in_buys_receives_and_reviews(int width, bool hasScript)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "en", JavaScriptEnabled = hasScript });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };

        // The cart of a stranger, who has searched.
        await page.GotoAsync(home);
        await page.GetByRole(hasScript ? AriaRole.Combobox : AriaRole.Searchbox, new() { Name = "Search the shop" }).FillAsync("cushion");
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync("/products?q=cushion");
        await page.GotoAsync(page.Url + "&inStock=true&sort=price");
        await page.Locator(".card-link").Nth(2).ClickAsync();
        var product = await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        await Assertions.Expect(page.GetByText("Arrives ").First).ToBeVisibleAsync();
        await LookAsync(page, $"product-{width}", hasScript);
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Quantity" }).FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{product} is in your cart." })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cart, 2 pieces" })).ToBeVisibleAsync();
        // A coupon that is none, and one that is.
        await page.GetByLabel("Coupon").FillAsync("NOSUCH");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Coupon")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("Coupon").FillAsync("welcome10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Coupon WELCOME10")).ToBeVisibleAsync();
        await LookAsync(page, $"cart-{width}", hasScript);

        // Becomes that of a person.
        await page.GetByRole(AriaRole.Link, new() { Name = "Check out" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync("/checkout");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cart, 2 pieces" })).ToBeVisibleAsync();

        // Who has an address.
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an address" }).ClickAsync();
        await page.GetByLabel("Recipient").FillAsync("Ada Lovelace");
        await page.GetByLabel("Phone").FillAsync("+14155552671");
        await page.GetByLabel("Street and number").FillAsync("1 Market Street");
        await page.GetByLabel("City", new() { Exact = true }).FillAsync("San Francisco");
        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("CA");
        await page.GetByLabel("Postal code").FillAsync("94105");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the address" }).ClickAsync();
        await page.ArrivesAsync("/checkout");

        // The coupon has come along. One that is none, again the one that is, and a card that is declined.
        await Assertions.Expect(page.GetByText("Coupon WELCOME10")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Coupon")).ToHaveValueAsync("welcome10");
        await page.GetByLabel("Coupon").FillAsync("NOSUCH");
        await page.GetByRole(AriaRole.Button, new() { Name = "Update the total" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Coupon")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("Coupon").FillAsync("welcome10");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = Express() }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Update the total" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Coupon WELCOME10")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { NameRegex = Express() })).ToHaveAccessibleNameAsync(ExpressArrives());
        await LookAsync(page, $"checkout-{width}", hasScript);
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = Declined() }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Place order" }).ClickAsync();
        await page.ArrivesAsync(static address => address.StartsWith("/orders/", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Payment failed" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await LookAsync(page, $"order-failed-{width}", hasScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is paid, and we are packing it.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await LookAsync(page, $"order-{width}", hasScript);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cart", Exact = true })).ToBeVisibleAsync();

        // Shipped by staff; a page with a script hears of it.
        var order = Guid.Parse(new Uri(page.Url).Segments[^1]);
        await ShipAsync(home, order, $"admin-{width}");
        if (!hasScript)
            await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm receipt" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Received" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "PE-17" }).Filter(new() { HasText = "Received" })).ToBeVisibleAsync();

        // Reviewed, and read by others; what looks like markup is text.
        await page.GetByText("Write a review").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "4" }).CheckAsync();
        await page.GetByLabel("In a few words").FillAsync($"Fine <b>thing</b> {width}");
        await page.GetByLabel("More").FillAsync("It is as it looks.\nI would buy it again.");
        await page.GetByLabel("Add pictures").SetInputFilesAsync([
            new FilePayload { Name = "mine.jpg", MimeType = "image/jpeg", Buffer = AvatarPictureTests.Picture(SKEncodedImageFormat.Jpeg, 900, 600) },
            new FilePayload { Name = "again.png", MimeType = "image/png", Buffer = AvatarPictureTests.Picture(SKEncodedImageFormat.Png, 300, 400) }]);
        await LookAsync(page, $"order-review-{width}", hasScript);
        if (hasScript)
        {
            // What happens to the order meanwhile does not take away what is being written.
            using var staff = await shop.SignedInAsync("orders", null, "staff");
            (await staff.PostAsJsonAsync($"/api/orders/manage/{order}/refunds", new { amount = 0.01m, reason = "A scratch" }, Cancellation)).EnsureSuccessStatusCode();
            await Assertions.Expect(page.GetByText("The order has changed meanwhile.")).ToBeVisibleAsync();
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByText("Change your review").ClickAsync();
        // It says what it said, and one picture goes again.
        await Assertions.Expect(page.GetByLabel("In a few words")).ToHaveValueAsync($"Fine <b>thing</b> {width}");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Remove" }).Nth(1).CheckAsync();
        await LookAsync(page, $"order-review-changed-{width}", hasScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Change your review")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = product, Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Fine <b>thing</b> {width}" })).ToBeVisibleAsync();
        var review = page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = $"Fine <b>thing</b> {width}" }) });
        var picture = review.GetByRole(AriaRole.Img, new() { Name = $"Picture 1 by {user.DisplayName}" });
        await picture.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("complete", true);
        // In the size for lists.
        Assert.Equal("preview", await picture.EvaluateAsync<string>("i => i.naturalWidth > 0 && new URL(i.currentSrc).searchParams.get('size')"));
        await Assertions.Expect(review.GetByRole(AriaRole.Img)).ToHaveCountAsync(1);
        await LookAsync(page, $"reviews-{width}", hasScript);

        await page.GotoAsync($"{home}orders/{order}/invoice");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = product })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".invoice-lines .sums-total td").Last).ToBeVisibleAsync();
        await LookAsync(page, $"invoice-{width}", hasScript);
        await page.GotoAsync(home + "orders");
        await Assertions.Expect(page.GetByText("Received")).ToBeVisibleAsync();
        await LookAsync(page, $"orders-{width}", hasScript);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_back_office_is_closed_to_customers()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await window.NewPageAsync();
        await page.GotoAsync((await shop.StartedAsync()).GetEndpoint("web") + "admin/orders");
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync("/admin/orders");
        await Assertions.Expect(page.GetByText("403", new() { Exact = true })).ToBeVisibleAsync();
        await LookAsync(page, "admin-forbidden");
    }

    [Fact]
    public async Task An_empty_cart_and_a_cart_whose_things_were_changed_say_so()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "zh-CN" });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var page = await window.NewPageAsync();
        await page.GotoAsync(home + "cart");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "购物车是空的。" })).ToBeVisibleAsync();
        await LookAsync(page, "cart-empty-zh");

        using var web = await shop.ClientAsync("web");
        var products = (await web.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=100&inStock=true", Cancellation)).GetProperty("items");
        var scarce = products.EnumerateArray().First(product => product.GetProperty("stock").GetInt32() < 90).GetProperty("slug").GetString();
        await page.GotoAsync($"{home}products/{scarce}");
        await page.GetByRole(AriaRole.Button, new() { Name = "加入购物车" }).ClickAsync();
        await page.ArrivesAsync(static address => address.StartsWith("/cart?added=", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Spinbutton).FillAsync("99");
        await page.GetByRole(AriaRole.Button, new() { Name = "更新" }).ClickAsync();
        await Assertions.Expect(page.GetByText("已为您加到最大数量")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "稍后再买" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "稍后再买" })).ToBeVisibleAsync();
        await LookAsync(page, "cart-saved-zh");
        await page.GetByRole(AriaRole.Button, new() { Name = "放回购物车" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "移除" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "购物车是空的。" })).ToBeVisibleAsync();
    }

    /// <summary>As staff do in the back office.</summary>
    async Task ShipAsync(string home, Guid order, string name)
    {
        var staff = await RegisteredUser.CreateAsync(shop, "staff");
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await window.NewPageAsync();
        await page.GotoAsync($"{home}admin/orders/{order}");
        await page.GetByLabel("E-mail").FillAsync(staff.Email);
        await page.GetByLabel("Password").FillAsync(staff.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync($"/admin/orders/{order}");
        // Not before Catalog has confirmed the pieces.
        await Eventually.TrueAsync(async () => await page.GetByLabel("Carrier").CountAsync() == 1 || await page.ReloadAsync() is null, Cancellation);
        await page.GetByLabel("Carrier").FillAsync("Pony Express");
        await page.GetByLabel("Tracking number").FillAsync("PE-17");
        await LookAsync(page, name);
        await page.GetByRole(AriaRole.Button, new() { Name = "It is on its way" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 of 2 shipped")).ToBeVisibleAsync();
        await page.GotoAsync($"{home}admin/orders?state=shipped");
        await Assertions.Expect(page.Locator($"a[href='/admin/orders/{order}']")).ToBeVisibleAsync();
        await LookAsync(page, name + "-list");
    }

    /// <summary>Where scripts run, axe looks too.</summary>
    static async Task LookAsync(IPage page, string name, bool hasScript = true)
    {
        await page.AssertFitsAsync();
        await Photographs.TakeAsync(page, name);
        if (hasScript)
            await page.AssertAccessibleAsync();
    }

    [GeneratedRegex("^Express")]
    private static partial Regex Express();

    [GeneratedRegex("^Express Arrives (Mon|Tue|Wed|Thu|Fri), [A-Z][a-z]{2} \\d+ ")]
    private static partial Regex ExpressArrives();

    [GeneratedRegex("0002")]
    private static partial Regex Declined();
}
