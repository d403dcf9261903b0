using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Integration.Orders;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd.BackOffice;

/// <summary>Staff look after categories, coupons and reviews, and an admin after people.</summary>
public sealed class OfficeShopTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_category_is_made_renamed_moved_and_removed_without_script()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var page = await shop.EnterOfficeAsync(window, "/admin/categories", "staff");
        var name = $"Test {Guid.NewGuid():N}"[..13];
        await page.LookAsync("categories", hasScript: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "New category" }).ClickAsync();
        await page.GetByLabel("Name in English").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Name in Chinese: Is required.");
        await page.GetByLabel("Name in Chinese").FillAsync("测试分类");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToContainTextAsync("It is made");

        var second = await window.NewPageAsync();
        await second.GotoAsync(page.Url);
        await page.GetByLabel("Description in English").FillAsync("For tests.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("Saved.");
        await second.GetByLabel("Name in English").FillAsync(name + " again");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(second.GetByText("By now it is: For tests.")).ToBeVisibleAsync();
        await Expect(second.GetByLabel("Name in English")).ToHaveValueAsync(name + " again");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save mine" }).ClickAsync();
        await second.GetByLabel("Position").FillAsync("99");
        await second.GetByRole(AriaRole.Button, new() { Name = "Move" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("Position: Must be from");
        await second.GetByLabel("Position").FillAsync("1");
        await second.GetByLabel("Below").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await second.GetByRole(AriaRole.Button, new() { Name = "Move" }).ClickAsync();
        await Expect(second.Locator(".notice[role=status]")).ToHaveTextAsync("Saved.");
        await second.LookAsync("category", hasScript: false);

        await second.GetByText("Remove", new() { Exact = true }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Yes, remove it" }).ClickAsync();
        await Expect(second.Locator(".notice[role=status]")).ToHaveTextAsync("The category is removed.");
        // The menu may be a second old.
        await Eventually.TrueAsync(
            async () =>
            {
                await second.ReloadAsync();
                return await second.GetByRole(AriaRole.Link, new() { Name = name + " again" }).CountAsync() == 0;
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_coupon_is_made_used_and_ended()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await shop.EnterOfficeAsync(window, "/admin/coupons", "staff");
        var code = $"TEST-{Guid.NewGuid():N}"[..14].ToUpperInvariant();
        await page.LookAsync("coupons");
        await page.GetByRole(AriaRole.Link, new() { Name = "New coupon" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync("a b");
        await page.GetByLabel("How much off").FillAsync("200");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.GetByLabel("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("How much off: Must be more than 0 and at most 100");
        await page.LookAsync("coupon-errors");
        await page.GetByLabel("Code").FillAsync(code.ToLowerInvariant());
        await page.GetByLabel("How much off").FillAsync("15");
        await page.GetByLabel("Uses in all").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = code })).ToBeVisibleAsync();
        await page.GetByLabel("From a total of").FillAsync("1.50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("Saved.");

        using var buyer = await Buyer.CreateAsync(shop);
        Assert.Contains(code, await QuoteAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It has ended.");
        await Expect(page.GetByText("Ended", new() { Exact = true })).ToBeVisibleAsync();
        await page.LookAsync("coupon");
        Assert.Contains("\"coupon\"", await QuoteAsync(), StringComparison.Ordinal);
        await page.GetByText("Remove", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, remove it" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("The coupon is removed.");

        // With the coupon as it is now: a discount, or an error at its field.
        async Task<string> QuoteAsync()
        {
            var products = await buyer.Catalog.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=1&inStock=true", Cancellation);
            var product = products.GetProperty("items")[0].GetProperty("id").GetGuid();
            using var answer = await buyer.Catalog.PostAsJsonAsync(
                "/api/catalog/quote", new { lines = new[] { new { productId = product, quantity = 1 } }, shippingAddress = new { country = "US", region = "CA" }, coupon = code }, Cancellation);
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }
    }

    [Fact]
    public async Task A_review_is_hidden_with_a_reason_and_shown_again()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync(product: 5);
        await buyer.UntilAsync(id, "paid");
        await Buyer.UntilReadyAsync(staff, id);
        (await staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", new { carrier = "Pony", trackingNumber = "1" }, Cancellation)).EnsureSuccessStatusCode();
        (await buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation)).EnsureSuccessStatusCode();
        var title = string.Create(CultureInfo.InvariantCulture, $"Rude <i>{Guid.NewGuid():N}</i>");
        (await buyer.Orders.PutAsJsonAsync($"/api/orders/{id}/lines/0/review", new { rating = 1, title, text = "Not to be said here." }, Cancellation)).EnsureSuccessStatusCode();
        var product = (await buyer.FindAsync(id))!.Value.GetProperty("lines")[0].GetProperty("productId").GetGuid();

        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await shop.EnterOfficeAsync(window, "/admin/reviews", "staff");
        var review = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = title });
        await review.GetByText("Hide", new() { Exact = true }).ClickAsync();
        await review.GetByLabel("Why, for colleagues").FillAsync("Abuse");
        await page.LookAsync("reviews");
        await review.GetByRole(AriaRole.Button, new() { Name = "Hide it" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is hidden, and counts for nothing.");
        await Expect(review).ToContainTextAsync("Hidden: Abuse");
        Assert.DoesNotContain(title, await ReviewsAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Hidden", Exact = true }).ClickAsync();
        await review.GetByRole(AriaRole.Button, new() { Name = "Show again" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is shown again.");
        await Expect(review).ToHaveCountAsync(0);
        Assert.Contains(title, await ReviewsAsync(), StringComparison.Ordinal);

        async Task<string> ReviewsAsync() =>
            string.Join('\n', (await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders/reviews?product={product}&limit=50", Cancellation)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task An_admin_makes_somebody_staff_locks_and_opens_their_account()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await shop.EnterOfficeAsync(window, "/admin/users", "admin");
        await page.GetByLabel("E-mail or name begins with").FillAsync(user.Email);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.LookAsync("users");
        await page.GetByRole(AriaRole.Link, new() { Name = user.DisplayName }).ClickAsync();
        await page.GetByLabel("Staff: runs the shop").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("The roles are set.");
        await Expect(page.GetByLabel("Staff: runs the shop")).ToBeCheckedAsync();
        await page.LookAsync("user");

        await page.GetByRole(AriaRole.Button, new() { Name = "Lock the account" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("The account is locked.");
        using (var locked = await PlainBrowser.OpenAsync(shop))
            Assert.Null((await locked.SignInAsync(user)).Location);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it again" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("The account is open again.");
        using (var open = await PlainBrowser.OpenAsync(shop))
            Assert.NotNull((await open.SignInAsync(user)).Location);
        Assert.Contains("roles-changed", await shop.EventsAsync(user.Id));
    }
}
