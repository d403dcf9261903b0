using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Checkout;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>Alone, since these stop or overload what all others use.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What visitors see while something is away: the rest of the shop.</summary>
[Collection(nameof(Alone))]
public sealed class AwayTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_away_the_rest_of_the_shop_is_there_and_all_of_it_afterwards()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var application = await shop.StartedAsync();
        var home = application.GetEndpoint("web").ToString();
        var page = await window.NewPageAsync();
        await page.GotoAsync(home + "orders");
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No orders yet." })).ToBeVisibleAsync();

        // The connection: the page of the service worker, at the address that was asked for, and then that address.
        await page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await window.SetOfflineAsync(true);
        await page.GotoAsync(home + "products");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "You are offline." })).ToBeVisibleAsync();
        Assert.DoesNotContain(user.DisplayName, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.NotEqual("0px", await page.Locator(".message").EvaluateAsync<string>("element => getComputedStyle(element).paddingLeft"));
        await Photographs.TakeAsync(page, "offline");
        await window.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card").First).ToBeVisibleAsync();
        using var buyer = await shop.SignedInAsync("catalog", user);
        var plenty = (await buyer.GetFromJsonAsync<JsonElement>("/api/catalog/products?inStock=true&sort=price", Cancellation)).GetProperty("items").EnumerateArray().First(item => item.GetProperty("stock").GetInt32() > 20);
        var product = $"{home}products/{plenty.GetProperty("slug").GetString()}";

        // Orders: its own pages say so, the products' do without reviews, and who buys has bought.
        Guid order;
        await CommandAsync(application, "orders", KnownResourceCommands.StopCommand);
        try
        {
            Assert.Equal(503, (await page.GotoAsync(home + "orders"))!.Status);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "The order book is closed for a moment." })).ToBeVisibleAsync();
            await page.AssertAccessibleAsync();
            await Photographs.TakeAsync(page, "orders-away");
            Assert.Equal(200, (await page.GotoAsync(product))!.Status);
            await Assertions.Expect(page.GetByText("The reviews can’t be shown right now.")).ToBeVisibleAsync();
            using var placed = await TwoReplicas.PlaceAsync(buyer, await TwoReplicas.BodyAsync(buyer, (plenty.GetProperty("id").GetGuid(), 1)));
            order = (await placed.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid();
            Assert.Equal(503, (await page.GotoAsync($"{home}orders/{order}?placed=1"))!.Status);
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Try again" })).ToBeVisibleAsync();
        }
        finally
        {
            await CommandAsync(application, "orders", KnownResourceCommands.StartCommand);
        }
        await application.ResourceNotifications.WaitForResourceHealthyAsync("orders", Cancellation);
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is paid, and we are packing it.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Contains(order.ToString(), page.Url, StringComparison.Ordinal);

        // Redis, where sessions and carts are: nobody is known, no cart is there, and what is for sale is.
        await CommandAsync(application, "cache", KnownResourceCommands.StopCommand);
        try
        {
            foreach (var path in (string[])[home, home + "products", home + "categories/mugs", product])
                Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" })).ToBeVisibleAsync();
            await Photographs.TakeAsync(page, "product-without-redis");
            Assert.Equal(503, (await page.GotoAsync(home + "wishlist"))!.Status);
            await page.AssertAccessibleAsync();
        }
        finally
        {
            await CommandAsync(application, "cache", KnownResourceCommands.StartCommand);
        }
        await application.ResourceNotifications.WaitForResourceHealthyAsync("cache", Cancellation);
        await Eventually.TrueAsync(async () => (await page.GotoAsync(home + "cart"))!.Status == 200 && await page.GetByRole(AriaRole.Heading, new() { Name = "Your cart is empty." }).IsVisibleAsync(), Cancellation);
    }

    static async Task CommandAsync(DistributedApplication application, string resource, string command)
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(resource, command, Cancellation);
        Assert.True(result.Success, result.Message);
    }
}
