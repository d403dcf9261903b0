using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shop.Tests.EndToEnd.BackOffice;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Orders;

/// <summary>What becomes of orders, in the whole shop.</summary>
public sealed class OrderLifeTests(ShopApplication shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_paid_shipped_in_two_parcels_received_and_reviewed()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync(quantity: 2);
        var order = await buyer.UntilAsync(id, "paid");
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", order.GetProperty("number").GetString());
        Assert.Equal(["submitted", "paid"], Timeline(order));

        await FailsAsync(buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation), HttpStatusCode.Conflict);
        Assert.False(order.GetProperty("actions").GetProperty("ship").GetBoolean());
        await Buyer.UntilReadyAsync(staff, id);
        var parcel = new { carrier = "Pony Express", trackingNumber = "PE-1", lines = new[] { new { position = 0, quantity = 1 } } };
        await OkAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", parcel, Cancellation));
        await FailsAsync(buyer.Orders.PostAsync($"/api/orders/{id}/cancel", null, Cancellation), HttpStatusCode.Conflict);
        await FailsAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", parcel with { lines = [new { position = 0, quantity = 2 }] }, Cancellation), HttpStatusCode.UnprocessableEntity, "lines");
        await OkAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", new { carrier = "Pony Express", trackingNumber = "PE-2" }, Cancellation));
        order = await buyer.UntilAsync(id, "shipped");
        Assert.Equal([1, 1], order.GetProperty("parcels").EnumerateArray().Select(p => p.GetProperty("lines")[0].GetProperty("quantity").GetInt32()));
        await FailsAsync(ReviewAsync(buyer, id, 5), HttpStatusCode.Conflict);

        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation));
        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation));
        var product = order.GetProperty("lines")[0].GetProperty("productId").GetGuid();
        var before = await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders/reviews?product={product}", Cancellation);
        await OkAsync(ReviewAsync(buyer, id, 2, "<script>alert(1)</script>"));
        await OkAsync(ReviewAsync(buyer, id, 5, "Better than I thought"));
        var after = await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders/reviews?product={product}", Cancellation);
        Assert.Equal(before.GetProperty("count").GetInt32() + 1, after.GetProperty("count").GetInt32());
        Assert.Equal("Better than I thought", after.GetProperty("items")[0].GetProperty("title").GetString());

        var number = order.GetProperty("number").GetString();
        await buyer.UntilMailsAsync(
            shop, $"We have your order {number}", $"Your order {number} is paid", $"A parcel of your order {number} is on its way", $"A parcel of your order {number} is on its way");
        Assert.Single(await shop.MailsAsync(buyer.Person.Email), mail => mail.Text.Contains("brings you", StringComparison.Ordinal) && mail.Text.Contains("PE-2", StringComparison.Ordinal));

        // In development the carrier is simulated, and staff may say more.
        foreach (var parcelId in order.GetProperty("parcels").EnumerateArray().Select(p => p.GetProperty("id").GetGuid()))
        {
            var tracking = $"/api/orders/manage/{id}/shipments/{parcelId}/tracking";
            foreach (var status in new[] { null, "", "3", "+3", "inTransit,outForDelivery", "lost" })
                await FailsAsync(staff.PostAsJsonAsync(tracking, new { status }, Cancellation), HttpStatusCode.UnprocessableEntity, "status");
            await FailsAsync(staff.PostAsJsonAsync(tracking, new { status = "delivered", place = new string('a', 101) }, Cancellation), HttpStatusCode.UnprocessableEntity, "place");
            await FailsAsync(staff.PostAsJsonAsync(tracking, new { status = "delivered", at = DateTimeOffset.UtcNow.AddHours(1) }, Cancellation), HttpStatusCode.UnprocessableEntity, "at");
            await FailsAsync(staff.PostAsJsonAsync(tracking, new { status = "inTransit", at = DateTimeOffset.UtcNow.AddDays(-1) }, Cancellation), HttpStatusCode.UnprocessableEntity, "at");
            await FailsAsync(staff.PostAsJsonAsync($"/api/orders/manage/{Guid.NewGuid()}/shipments/{parcelId}/tracking", new { status = "inTransit" }, Cancellation), HttpStatusCode.NotFound);
            await FailsAsync(buyer.Orders.PostAsJsonAsync(tracking, new { status = "delivered" }, Cancellation), HttpStatusCode.Forbidden);
            await OkAsync(staff.PostAsJsonAsync(tracking, new { status = "delivered", place = "Riga" }, Cancellation));
            await FailsAsync(staff.PostAsJsonAsync(tracking, new { status = "inTransit" }, Cancellation), HttpStatusCode.Conflict);
        }
        await buyer.UntilMailsAsync(shop, $"A parcel of your order {number} has arrived", $"A parcel of your order {number} has arrived");
        Assert.All((await buyer.FindAsync(id))!.Value.GetProperty("parcels").EnumerateArray(), static p => Assert.Equal("delivered", p.GetProperty("tracking").EnumerateArray().Last().GetProperty("status").GetString()));

        // Catalog's rating is that of the reviews, once it has heard.
        var slug = order.GetProperty("lines")[0].GetProperty("slug").GetString();
        await Eventually.TrueAsync(async () =>
        {
            var rating = (await buyer.Catalog.GetFromJsonAsync<JsonElement>($"/api/catalog/products/{slug}", Cancellation)).GetProperty("rating");
            var reviews = await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders/reviews?product={product}", Cancellation);
            return (rating.GetProperty("count").GetInt32(), rating.GetProperty("average").GetDecimal()) == (reviews.GetProperty("count").GetInt32(), reviews.GetProperty("average").GetDecimal());
        }, Cancellation);
    }

    [Fact]
    public async Task A_declined_card_fails_and_another_one_pays()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        var id = await buyer.PlaceAsync("tok_declined_0002");
        var order = await buyer.UntilAsync(id, "paymentFailed");
        Assert.Equal("card_declined", order.GetProperty("timeline")[1].GetProperty("reason").GetString());

        await FailsAsync(buyer.Orders.PostAsJsonAsync($"/api/orders/{id}/pay", new { paymentToken = "4242424242424242" }, Cancellation), HttpStatusCode.UnprocessableEntity, "paymentToken");
        await OkAsync(buyer.Orders.PostAsJsonAsync($"/api/orders/{id}/pay", new { paymentToken = "tok_visa_4242" }, Cancellation));
        order = await buyer.UntilAsync(id, "paid");
        Assert.Equal(["submitted", "paymentFailed", "submitted", "paid"], Timeline(order));
        await FailsAsync(buyer.Orders.PostAsJsonAsync($"/api/orders/{id}/pay", new { paymentToken = "tok_visa_4242" }, Cancellation), HttpStatusCode.Conflict);
        var number = order.GetProperty("number").GetString();
        await buyer.UntilMailsAsync(shop, $"We have your order {number}", $"The payment of your order {number} has failed", $"Your order {number} is paid");
    }

    [Theory]
    [InlineData("tok_silent_0119")]
    [InlineData("tok_slow_3220")]
    [InlineData("tok_twice_1000")]
    public async Task Money_moves_once_however_the_gateway_behaves(string token)
    {
        using var buyer = await Buyer.CreateAsync(shop);
        var id = await buyer.PlaceAsync(token);
        var order = await buyer.UntilAsync(id, "paid");

        Assert.Equal(["submitted", "paid"], Timeline(order));
        var (captured, refunded) = await shop.GatewayAsync(id);
        Assert.Equal((order.GetProperty("total").GetProperty("amount").GetDecimal(), 0m), (captured, refunded));
    }

    [Fact]
    public async Task A_paid_order_that_is_cancelled_brings_money_and_stock_back()
    {
        using var buyer = await Buyer.CreateAsync(shop, "zh-CN");
        var id = await buyer.PlaceAsync(product: 3);
        var order = await buyer.UntilAsync(id, "paid");
        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/cancel", null, Cancellation));
        await FailsAsync(buyer.Orders.PostAsync($"/api/orders/{id}/cancel", null, Cancellation), HttpStatusCode.Conflict);

        var total = order.GetProperty("total").GetProperty("amount").GetDecimal();
        await Eventually.TrueAsync(async () => await shop.GatewayAsync(id) == (total, total), Cancellation);
        Assert.Equal(total, (await buyer.UntilAsync(id, "cancelled")).GetProperty("refunded").GetProperty("amount").GetDecimal());
        var number = order.GetProperty("number").GetString();
        await buyer.UntilMailsAsync(shop, $"我们已收到你的订单 {number}", $"订单 {number} 已付款", $"订单 {number} 已取消", $"订单 {number} 已退款");
        using var staff = await shop.SignedInAsync("catalog", null, "staff");
        var product = order.GetProperty("lines")[0].GetProperty("productId").GetGuid();
        await Eventually.TrueAsync(async () => (await staff.GetFromJsonAsync<JsonElement>($"/api/catalog/manage/stock/{product}", Cancellation)).EnumerateArray()
            .Any(movement => movement.ToString().Contains(id.ToString(), StringComparison.Ordinal) && movement.GetProperty("onHand").GetInt32() == 1), Cancellation);
    }

    [Fact]
    public async Task A_return_is_refunded_but_never_more_than_was_paid()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync(quantity: 3);
        var total = (await buyer.UntilAsync(id, "paid")).GetProperty("total").GetProperty("amount").GetDecimal();
        await Buyer.UntilReadyAsync(staff, id);
        await OkAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", new { carrier = "Pony", trackingNumber = "1" }, Cancellation));
        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/confirm", null, Cancellation));

        await FailsAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/refunds", new { amount = total + 0.01m, reason = "too much" }, Cancellation), HttpStatusCode.UnprocessableEntity, "amount");
        await FailsAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/refunds", new { amount = -1, reason = "less than nothing" }, Cancellation), HttpStatusCode.UnprocessableEntity, "amount");
        // Under one key it is given back once, however often it is sent, and the key is of no use for another.
        var key = Guid.NewGuid().ToString();
        var same = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RefundAsync(0.01m, key)));
        Assert.All(same, static answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal(0.01m, (await buyer.FindAsync(id))!.Value.GetProperty("refunded").GetProperty("amount").GetDecimal());
        await FailsAsync(RefundAsync(0.02m, key), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
        await FailsAsync(RefundAsync(0.02m, "no key"), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
        // Ten at once, of which all together would be too much.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            staff.PostAsJsonAsync($"/api/orders/manage/{id}/refunds", new { amount = Math.Round(total / 3, 2), reason = "a scratch" }, Cancellation)));
        var scratches = answers.Count(answer => answer.IsSuccessStatusCode);
        Assert.InRange(scratches, 2, 3);

        await FailsAsync(buyer.Orders.PostAsJsonAsync($"/api/orders/{id}/return", new { reason = " " }, Cancellation), HttpStatusCode.UnprocessableEntity, "reason");
        await OkAsync(buyer.Orders.PostAsJsonAsync($"/api/orders/{id}/return", new { reason = "It is chipped" }, Cancellation));
        await OkAsync(staff.PostAsync($"/api/orders/manage/{id}/return/approve", null, Cancellation));
        Assert.Equal(total, (await buyer.UntilAsync(id, "refunded")).GetProperty("refunded").GetProperty("amount").GetDecimal());
        await Eventually.TrueAsync(async () => await shop.GatewayAsync(id) == (total, total), Cancellation);
        var number = (await buyer.FindAsync(id))!.Value.GetProperty("number").GetString();
        var rest = total - 0.01m - scratches * Math.Round(total / 3, 2);
        await buyer.UntilMailsAsync(
            shop, [$"Your return of order {number} is accepted", .. Enumerable.Repeat($"Money of your order {number} goes back to you", 1 + scratches + (rest > 0 ? 1 : 0))]);

        async Task<HttpResponseMessage> RefundAsync(decimal amount, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/manage/{id}/refunds") { Content = JsonContent.Create(new { amount, reason = "a scratch" }) };
            request.Headers.Add("Idempotency-Key", key);
            return await staff.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task Nobody_sees_anothers_order_and_staff_see_all()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var other = await shop.SignedInAsync("orders");
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        using var stranger = await shop.ClientAsync("orders");
        var id = await buyer.PlaceAsync();
        var number = (await buyer.UntilAsync(id, "paid")).GetProperty("number").GetString()!;

        foreach (var (method, path) in ((HttpMethod, string)[])
            [
                (HttpMethod.Get, ""), (HttpMethod.Get, "/events"), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/confirm"),
            ])
        {
            await FailsAsync(other.SendAsync(new(method, $"/api/orders/{id}{path}"), Cancellation), HttpStatusCode.NotFound);
            await FailsAsync(stranger.SendAsync(new(method, $"/api/orders/{id}{path}"), Cancellation), HttpStatusCode.Unauthorized);
        }
        await FailsAsync(other.PutAsJsonAsync($"/api/orders/{id}/lines/0/review", new { rating = 1, title = "t", text = "t" }, Cancellation), HttpStatusCode.NotFound);
        foreach (var path in new[] { "manage", $"manage/{id}", "admin/work", "admin/errors" })
            await FailsAsync(buyer.Orders.GetAsync($"/api/orders/{path}", Cancellation), HttpStatusCode.Forbidden);
        foreach (var path in new[] { "admin/work", "admin/errors" })
            await FailsAsync(staff.GetAsync($"/api/orders/{path}", Cancellation), HttpStatusCode.Forbidden);

        var found = await staff.GetFromJsonAsync<JsonElement>($"/api/orders/manage?q={number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)}", Cancellation);
        Assert.Equal(id, Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>("/api/orders", Cancellation)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_list_is_paged_filtered_and_searched()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        List<Guid> placed = [];
        for (var i = 0; i < 3; i++)
            placed.Insert(0, await buyer.PlaceAsync(i == 1 ? "tok_declined_0002" : "tok_visa_4242", product: i));
        foreach (var id in placed)
            await Eventually.TrueAsync(async () => (await buyer.FindAsync(id))?.GetProperty("state").GetString() is "paid" or "paymentFailed", Cancellation);

        List<Guid> seen = [];
        for (string? after = ""; after is not null;)
        {
            var page = await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders?limit=2&after={after}", Cancellation);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(placed, seen);
        var failed = await buyer.Orders.GetFromJsonAsync<JsonElement>("/api/orders?state=paymentFailed", Cancellation);
        Assert.Equal(placed[1], Assert.Single(failed.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        var name = failed.GetProperty("items")[0].GetProperty("lines")[0].GetProperty("name").GetString()!;
        var found = await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders?q={Uri.EscapeDataString(name[2..].ToUpperInvariant())}", Cancellation);
        Assert.Contains(placed[1], found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));

        Assert.Equal(3, (await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders?from={DateTime.UtcNow:yyyy-MM-dd}", Cancellation)).GetProperty("items").GetArrayLength());
        Assert.Empty((await buyer.Orders.GetFromJsonAsync<JsonElement>($"/api/orders?to={DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}", Cancellation)).GetProperty("items").EnumerateArray());
        foreach (var (query, field) in new[] { ("from=yesterday", "from"), ("to=2026-13-01", "to"), ("state=7", "state"), ("state=gone", "state"), ("state=%2B1", "state"), ("state=paid,shipped", "state"), ("after=x", "after"), ("limit=0", "limit"), ("limit=1000", "limit"), ("q=" + new string('a', 101), "q") })
            await FailsAsync(buyer.Orders.GetAsync($"/api/orders?{query}", Cancellation), HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task Parcels_are_confirmed_one_by_one_and_staff_export_orders()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync(quantity: 2);
        var number = (await buyer.UntilAsync(id, "paid")).GetProperty("number").GetString()!;
        await Buyer.UntilReadyAsync(staff, id);
        foreach (var tracking in new[] { "1", "2" })
            await OkAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/shipments", new { carrier = "Pony", trackingNumber = tracking, lines = new[] { new { position = 0, quantity = 1 } } }, Cancellation));
        var parcels = (await buyer.UntilAsync(id, "shipped")).GetProperty("parcels").EnumerateArray().Select(parcel => parcel.GetProperty("id").GetGuid()).ToList();

        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/shipments/{parcels[0]}/confirm", null, Cancellation));
        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/shipments/{parcels[0]}/confirm", null, Cancellation));
        await buyer.UntilAsync(id, "shipped");
        await FailsAsync(buyer.Orders.PostAsync($"/api/orders/{id}/shipments/{Guid.NewGuid()}/confirm", null, Cancellation), HttpStatusCode.NotFound);
        await OkAsync(buyer.Orders.PostAsync($"/api/orders/{id}/shipments/{parcels[1]}/confirm", null, Cancellation));
        await buyer.UntilAsync(id, "received");

        var csv = await staff.GetStringAsync($"/api/orders/manage/export?from={DateTime.UtcNow:yyyy-MM-dd}", Cancellation);
        Assert.StartsWith("number,state,placed_at,currency,subtotal,discount,shipping,tax,total,refunded,country", csv.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains($"{number},received,", csv, StringComparison.Ordinal);
        await FailsAsync(staff.GetAsync("/api/orders/manage/export?from=x", Cancellation), HttpStatusCode.UnprocessableEntity, "from");
        await FailsAsync(buyer.Orders.GetAsync("/api/orders/manage/export", Cancellation), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_watches_an_order_hears_of_each_change_from_either_replica()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync();
        await buyer.UntilAsync(id, "paid");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{id}/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await buyer.Orders.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        Assert.Contains("\"paid\"", await NextAsync(), StringComparison.Ordinal);

        // Word that comes late, of what is known already, is no change.
        await using (var orders = await shop.DatabaseAsync("ordersdb"))
            await orders.ExecuteAsync($"select pg_notify('order_changes', '{id:N}')");
        await OkAsync(staff.PostAsJsonAsync($"/api/orders/manage/{id}/cancel", new { reason = "by mistake" }, Cancellation));

        Assert.Contains("\"cancelled\"", await NextAsync(), StringComparison.Ordinal);
        Assert.Null(await NextAsync());

        async Task<string?> NextAsync()
        {
            for (string? line; (line = await reader.ReadLineAsync(Cancellation)) is not null;)
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return line;
            return null;
        }
    }

    [Theory]
    [InlineData(0, "title", "text", "rating")]
    [InlineData(6, "title", "text", "rating")]
    [InlineData(5, "", "text", "title")]
    [InlineData(5, "title", "\0", "text")]
    [InlineData(5, "title", null, "text")]
    public async Task A_bad_review_is_answered_by_field(int rating, string title, string? text, string field)
    {
        using var buyer = await shop.SignedInAsync("orders");
        await FailsAsync(buyer.PutAsJsonAsync($"/api/orders/{Guid.NewGuid()}/lines/0/review", new { rating, title, text }, Cancellation), HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task A_review_of_5000_characters_is_too_long_and_a_webhook_needs_its_signature()
    {
        using var buyer = await shop.SignedInAsync("orders");
        await FailsAsync(
            buyer.PutAsJsonAsync($"/api/orders/{Guid.NewGuid()}/lines/0/review", new { rating = 5, title = "t", text = new string('a', 5000) }, Cancellation), HttpStatusCode.UnprocessableEntity, "text");
        using var gateway = await shop.ClientAsync("orders");
        foreach (var signature in new[] { null, "", "t=1,v1=" + new string('0', 64), "t=99999999999999999999,v1=zz", $"t={DateTimeOffset.UtcNow.ToUnixTimeSeconds()},v1={new string('0', 64)}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders/webhooks/payments") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            if (signature is not null)
                request.Headers.Add("Payment-Signature", signature);
            await FailsAsync(gateway.SendAsync(request, Cancellation), HttpStatusCode.Unauthorized);
        }
    }

    static IEnumerable<string?> Timeline(JsonElement order) =>
        order.GetProperty("timeline").EnumerateArray().Where(step => !step.GetProperty("isNote").GetBoolean()).Select(step => step.GetProperty("state").GetString());

    static Task<HttpResponseMessage> ReviewAsync(Buyer buyer, Guid order, int rating, string title = "Good") =>
        buyer.Orders.PutAsJsonAsync($"/api/orders/{order}/lines/0/review", new { rating, title, text = "What I say." }, Cancellation);

    static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
    }

    static async Task FailsAsync(Task<HttpResponseMessage> sent, HttpStatusCode status, string? field = null)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode}: {text}");
        if (field is not null)
            Assert.Equal([field], JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }
}
