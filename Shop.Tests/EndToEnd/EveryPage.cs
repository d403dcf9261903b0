using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Checkout;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>
/// Photographs every page of the shop as it stands with something on it, in each language, width and colour scheme. Run only where it is asked for:
/// <c>SHOP_PHOTOGRAPHS=$PWD/screenshots dotnet run --project Shop.Tests -- -explicit only -class "*EveryPage"</c>
/// </summary>
public sealed class EveryPage(ShopApplication shop, Browser browser)
{
    static readonly int[] s_widths = [390, 768, 1440];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Is_photographed(string language)
    {
        Directory.CreateDirectory(Environment.GetEnvironmentVariable("SHOP_PHOTOGRAPHS") ?? throw new InvalidOperationException("SHOP_PHOTOGRAPHS is to name a folder."));
        var user = await RegisteredUser.CreateAsync(shop, user => user.Language = language);
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString().TrimEnd('/');
        await using var window = await browser.NewWindowAsync(new() { Locale = language });
        var page = await window.NewPageAsync();

        using var catalog = await shop.SignedInAsync("catalog", user);
        var products = (await catalog.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=100&sort=price", Cancellation)).GetProperty("items").EnumerateArray().ToList();
        var plenty = products.Where(product => product.GetProperty("stock").GetInt32() > 20).ToList();
        var (fine, scarce, sold) = (plenty[^1], products.First(product => product.GetProperty("stock").GetInt32() is > 0 and <= 5), products.First(product => product.GetProperty("stock").GetInt32() == 0));

        // A stranger.
        foreach (var product in plenty.Take(4))
            await page.RunAndWaitForResponseAsync(() => page.GotoAsync($"{home}/products/{Slug(product)}"), static answer => answer.Url.EndsWith("/viewed", StringComparison.Ordinal));
        await TakeAsync("home", "/");
        await TakeAsync("products", "/products");
        await TakeAsync("category", "/categories/kitchen-table");
        await TakeAsync("category-leaf", "/categories/mugs?inStock=true");
        await TakeAsync("search", "/products?q=" + (language == "en" ? "mug" : "马克杯"));
        await TakeAsync("search-nothing", "/products?q=zeppelin");
        await TakeAsync("product", "/products/" + Slug(fine));
        await TakeAsync("product-scarce", "/products/" + Slug(scarce));
        await TakeAsync("product-sold-out", "/products/" + Slug(sold));
        await TakeAsync("cart-empty", "/cart");
        await TakeAsync("not-found", "/nothing");
        await TakeAsync("offline", "/offline");
        await TakeAsync("sign-in", "/account/sign-in");
        await TakeAsync("register", "/account/register");
        await TakeAsync("forgot-password", "/account/forgot-password");

        // A person with nothing yet.
        await page.GotoAsync(home + "/sign-in?back=/wishlist");
        await page.Locator("input[type=email]").FillAsync(user.Email);
        await page.Locator("input[type=password]").FillAsync(user.Password);
        await page.Locator("form.form button").ClickAsync();
        await page.ArrivesAsync("/wishlist");
        await TakeAsync("wishlist-empty", "/wishlist");
        await TakeAsync("orders-empty", "/orders");
        foreach (var product in plenty.Take(2).Append(scarce))
        {
            using var wish = await catalog.PutAsync($"/api/catalog/wishlist/{Id(product)}", null, Cancellation);
            using var line = await catalog.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = Id(product), quantity = 1 }, Cancellation);
        }
        await TakeAsync("checkout-without-address", "/checkout");
        await TakeAsync("addresses-empty", "/account/addresses");
        using (var users = await shop.SignedInAsync("users", user))
        using (var address = await users.PostAsJsonAsync("/api/users/me/addresses", language == "en"
            ? (object)new { recipient = "Ada Lovelace", phone = "+14155552671", country = "US", region = "CA", city = "San Francisco", line1 = "1 Market Street", postalCode = "94105" }
            : new { recipient = "王小明", phone = "13800138000", country = "CN", region = "ZJ", city = "杭州市", district = "西湖区", line1 = "文三路 90 号", postalCode = "310012" }, Cancellation))
            address.EnsureSuccessStatusCode();

        // A person with all there is.
        await TakeAsync("home-signed-in", "/");
        await TakeAsync("wishlist", "/wishlist");
        await TakeAsync("cart", "/cart");
        await TakeAsync("checkout", "/checkout?coupon=WELCOME10");
        await TakeAsync("checkout-wrong-coupon", "/checkout?coupon=NOSUCH");
        var body = await TwoReplicas.BodyAsync(catalog, (Id(plenty[0]), 2), (Id(plenty[1]), 1));
        foreach (var (token, name) in ((string, string)[])[("tok_declined_0002", "order-failed"), ("tok_visa_4242", "order")])
        {
            body["paymentToken"] = token;
            using var placed = await TwoReplicas.PlaceAsync(catalog, body);
            var order = (await placed.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid();
            var state = name == "order" ? "paid" : "paymentFailed";
            using var orders = await shop.SignedInAsync("orders", user);
            await Eventually.TrueAsync(async () => (await orders.GetAsync($"/api/orders/{order}", Cancellation)) is { IsSuccessStatusCode: true } answer
                && (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("state").GetString() == state, Cancellation);
            await TakeAsync(name, $"/orders/{order}");
            if (name == "order")
                await TakeAsync("invoice", $"/orders/{order}/invoice");
        }
        await TakeAsync("orders", "/orders");
        foreach (var (path, name) in ((string, string)[])[("/account", "account"), ("/account/addresses", "addresses"), ("/account/addresses/new", "address"), ("/account/security", "security"), ("/account/sessions", "sessions"), ("/account/data", "data")])
            await TakeAsync(name, path);

        async Task TakeAsync(string name, string path)
        {
            await page.GotoAsync(home + path);
            // After the one that the page itself has asked for.
            await page.EvaluateAsync("() => document.querySelector('[data-viewed]') && fetch('/viewed').then(answer => answer.text())");
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                foreach (var width in s_widths)
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await page.AssertFitsAsync();
                    await Photographs.TakeAsync(page, $"{name}-{language}-{scheme}-{width}");
                }
            }
        }
    }

    static string Slug(JsonElement product) => product.GetProperty("slug").GetString()!;

    static Guid Id(JsonElement product) => product.GetProperty("id").GetGuid();
}
