using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Integration.Orders;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>A purchase in Chinese from search to review, by somebody with two tabs and a quick finger: it is one order.</summary>
public sealed class OneOrderTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_tabs_a_form_sent_twice_and_the_way_back_make_one_order_which_is_received_and_reviewed()
    {
        var user = await RegisteredUser.CreateAsync(shop, user => user.Language = "zh-CN");
        using (var users = await shop.SignedInAsync("users", user))
        using (var address = await users.PostAsJsonAsync(
            "/api/users/me/addresses", new { recipient = "王小明", phone = "13800138000", country = "CN", region = "ZJ", city = "杭州市", district = "西湖区", line1 = "文三路 90 号", postalCode = "310012" }, Cancellation))
            Assert.True(address.IsSuccessStatusCode, await address.Content.ReadAsStringAsync(Cancellation));
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 390, Height = 900 }, Locale = "zh-CN" });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var (first, second) = (await window.NewPageAsync(), await window.NewPageAsync());
        await first.GotoAsync(home + "cart");
        await first.GotoAsync(home + "sign-in?back=/cart");
        await first.Locator("input[type=email]").FillAsync(user.Email);
        await first.Locator("input[type=password]").FillAsync(user.Password);
        await first.Locator("form.form button").ClickAsync();
        await Assertions.Expect(first.GetByRole(AriaRole.Heading, new() { Name = "购物车是空的。" })).ToBeVisibleAsync();

        // Found by a search.
        await first.GetByRole(AriaRole.Combobox, new() { Name = "搜索商品" }).FillAsync("靠枕");
        await first.Keyboard.PressAsync("Enter");
        await first.ArrivesAsync($"/products?q={Uri.EscapeDataString("靠枕")}");
        await first.GotoAsync(first.Url + "&inStock=true");
        await first.AssertFitsAsync();
        await first.Locator(".card-link").First.ClickAsync();
        await Assertions.Expect(first.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("靠枕");
        var found = new Uri(first.Url).Segments[^1];

        // What one tab puts in is there in the other; and a tab that has grown old changes what it shows, and nothing else.
        await AddAsync(first, found);
        await AddAsync(second, (await ProductsAsync()).First(slug => slug != found));
        await Assertions.Expect(second.Locator(".cart-line")).ToHaveCountAsync(2);
        await first.Locator(".cart-line").GetByRole(AriaRole.Spinbutton).FillAsync("2");
        await first.GetByRole(AriaRole.Button, new() { Name = "更新" }).ClickAsync();
        await Assertions.Expect(first.Locator(".cart-line")).ToHaveCountAsync(2);
        await Assertions.Expect(first.GetByRole(AriaRole.Link, new() { Name = "购物车，3 件" })).ToBeVisibleAsync();
        await first.AssertFitsAsync();

        // Both tabs stand at the checkout, which says when it arrives.
        await second.GotoAsync(home + "checkout");
        await first.GetByRole(AriaRole.Link, new() { Name = "去结算" }).ClickAsync();
        await Assertions.Expect(first.GetByText("送达").First).ToBeVisibleAsync();
        await first.AssertFitsAsync();
        await first.AssertAccessibleAsync();
        await Photographs.TakeAsync(first, "checkout-zh-390");

        // The form goes out twice at once, which the browser has seen, and the button is pressed on top of it: one order, and the same answer each time.
        var posts = new List<IResponse>();
        first.Response += (_, response) => { if (response.Request.Method == "POST" && response.Url.EndsWith("/checkout", StringComparison.Ordinal)) posts.Add(response); };
        await first.EvaluateAsync(
            """
            () => {
              const form = document.getElementById("place");
              const send = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
              return Promise.all([send(), send()]).then(() => undefined);
            }
            """);
        await first.GetByRole(AriaRole.Button, new() { Name = "提交订单" }).ClickAsync();
        await first.ArrivesAsync(static address => address.StartsWith("/orders/", StringComparison.Ordinal));
        Assert.Equal(3, posts.Count);
        var places = new List<string?>();
        foreach (var post in posts)
            places.Add(await post.HeaderValueAsync("location"));
        Assert.StartsWith("/orders/", Assert.Single(places.Distinct()), StringComparison.Ordinal);
        await Assertions.Expect(first.GetByText("已支付，我们正在打包。")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await first.AssertFitsAsync();
        await Photographs.TakeAsync(first, "order-zh-390");

        // Neither the way back nor the other tab's form, which is of before, buys it again.
        await first.GoBackAsync();
        await Assertions.Expect(first.Locator("#place")).ToHaveCountAsync(0);
        await second.GetByRole(AriaRole.Button, new() { Name = "提交订单" }).ClickAsync();
        await second.ArrivesAsync(static address => address.StartsWith("/checkout?", StringComparison.Ordinal));
        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "购物车是空的。" })).ToBeVisibleAsync();
        await second.GotoAsync(home + "orders");
        await Assertions.Expect(second.Locator(".order-row")).ToHaveCountAsync(1);
        await second.AssertFitsAsync();

        // Sent, received and reviewed.
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var order = Guid.Parse(places[0]!.Split('/', '?')[2]);
        await Buyer.UntilReadyAsync(staff, order);
        (await staff.PostAsJsonAsync($"/api/orders/manage/{order}/shipments", new { carrier = "顺丰速运", trackingNumber = "SF-1" }, Cancellation)).EnsureSuccessStatusCode();
        await first.GotoAsync($"{home}orders/{order}");
        await Assertions.Expect(first.GetByText("顺丰速运")).ToBeVisibleAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "确认收货" }).ClickAsync();
        await Assertions.Expect(first.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "已收货" })).ToBeVisibleAsync();
        var line = first.GetByRole(AriaRole.Listitem).Filter(new() { Has = first.Locator($"a[href='/products/{found}']") }).First;
        await line.GetByText("写评价").ClickAsync();
        await line.GetByRole(AriaRole.Radio, new() { Name = "5" }).CheckAsync();
        await line.GetByLabel("一句话").FillAsync("做工很好");
        await line.GetByLabel("详细说说").FillAsync("颜色与图片一致。\n还会再来。");
        await first.AssertFitsAsync();
        await first.AssertAccessibleAsync();
        await Photographs.TakeAsync(first, "order-review-zh-390");
        await line.GetByRole(AriaRole.Button, new() { Name = "发布" }).ClickAsync();
        await Assertions.Expect(line.GetByText("修改评价")).ToBeVisibleAsync();
        await first.GotoAsync($"{home}products/{found}");
        await Assertions.Expect(first.GetByRole(AriaRole.Heading, new() { Name = "做工很好" }).First).ToBeVisibleAsync();
        await Assertions.Expect(first.GetByText($"5/5，{user.DisplayName}").First).ToBeVisibleAsync();
        await first.AssertFitsAsync();
        await Photographs.TakeAsync(first, "reviews-zh-390");

        async Task AddAsync(IPage page, string slug)
        {
            await page.GotoAsync($"{home}products/{slug}");
            await page.GetByRole(AriaRole.Button, new() { Name = "加入购物车" }).ClickAsync();
            await page.ArrivesAsync(static address => address.StartsWith("/cart?added=", StringComparison.Ordinal));
        }
    }

    async Task<IEnumerable<string>> ProductsAsync()
    {
        using var web = await shop.ClientAsync("web");
        var page = await web.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=100&inStock=true&sort=price", Cancellation);
        return page.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("stock").GetInt32() > 20).Select(item => item.GetProperty("slug").GetString()!);
    }
}
