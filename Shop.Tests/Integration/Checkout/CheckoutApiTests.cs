using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Shop.Tests.Unit.Messaging;
using Xunit;

namespace Shop.Tests.Integration.Checkout;

/// <summary>Checkout by HTTP, at two replicas at once.</summary>
public sealed class CheckoutApiTests(TwoReplicas shop) : IClassFixture<TwoReplicas>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_50_pieces_200_who_want_one_at_the_same_time_get_50()
    {
        var product = await shop.ProductAsync(50);
        var token = shop.Token();
        using var first = shop.Client(0, token);
        using var second = shop.Client(1, token);
        var body = await TwoReplicas.BodyAsync(first, (product, 1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TwoReplicas.PlaceAsync(i % 2 == 0 ? first : second, body)));

        Assert.Equal(
            [(HttpStatusCode.Accepted, 50), (HttpStatusCode.Conflict, 150)],
            answers.CountBy(answer => answer.StatusCode).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        var refused = await answers.First(answer => answer.StatusCode == HttpStatusCode.Conflict).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(0, refused.GetProperty("quote").GetProperty("lines")[0].GetProperty("available").GetInt32());
        Assert.Equal(0, await shop.StockAsync(product));
        Assert.Equal(50L, await shop.ScalarAsync<long>($"select count(*) from stock_movements where product_id = '{product}' and reason = 3"));
        await shop.LedgerIsRightAsync();
    }

    [Fact]
    public async Task One_key_50_times_at_once_is_one_order_with_50_equal_answers_and_is_refused_with_another_body()
    {
        var product = await shop.ProductAsync(100);
        var token = shop.Token();
        using var first = shop.Client(0, token);
        using var second = shop.Client(1, token);
        var (body, key) = (await TwoReplicas.BodyAsync(first, (product, 2)), Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => TwoReplicas.PlaceAsync(i % 2 == 0 ? first : second, body, key)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        var text = Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        var order = JsonDocument.Parse(text).RootElement.GetProperty("orderId").GetGuid();
        Assert.All(answers, answer => Assert.Equal($"/api/orders/{order}", answer.Headers.Location?.OriginalString));
        Assert.Equal(98, await shop.StockAsync(product));

        var other = await TwoReplicas.BodyAsync(first, (product, 3));
        await FieldAsync(await TwoReplicas.PlaceAsync(second, other, key), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
        Assert.Equal(98, await shop.StockAsync(product));
    }

    [Fact]
    public async Task Prices_that_the_client_sends_are_not_read()
    {
        var product = await shop.ProductAsync(10, 20);
        using var client = shop.Client();
        var body = await TwoReplicas.BodyAsync(client, (product, 1));
        var total = (decimal)body["expectedTotal"]!;
        body["lines"] = new[] { new { productId = product, quantity = 1, price = 0.01, unitPrice = 0.01, amount = 0.01 } };
        body["total"] = 0.01;
        using var answer = await TwoReplicas.PlaceAsync(client, body);
        Assert.Equal(total, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("quote").GetProperty("total").GetDecimal());

        body["expectedTotal"] = 0.01;
        using var cheap = await TwoReplicas.PlaceAsync(client, body);
        Assert.Equal(HttpStatusCode.Conflict, cheap.StatusCode);
        Assert.Equal(9, await shop.StockAsync(product));
    }

    public static TheoryData<string, int, string> BadBodies => new()
    {
        { """{"lines":[{"productId":"ID","quantity":-1}]}""", 422, "lines[0].quantity" },
        { """{"lines":[{"productId":"ID","quantity":0}]}""", 422, "lines[0].quantity" },
        { """{"lines":[{"productId":"ID","quantity":2147483647}]}""", 422, "lines[0].quantity" },
        { """{"lines":[{"productId":"ID","quantity":99999999999999999999}]}""", 400, "lines[0].quantity" },
        { """{"lines":[{"productId":"ID","quantity":1.5}]}""", 400, "lines[0].quantity" },
        { """{"lines":[{"productId":"00000000-0000-0000-0000-000000000001","quantity":1}]}""", 422, "lines[0].productId" },
        { """{"lines":[{"productId":"no id","quantity":1}]}""", 400, "lines[0].productId" },
        { """{"lines":[]}""", 422, "lines" },
        { """{"lines":[null]}""", 422, "lines[0]" },
        { """{"lines":[{"productId":"ID","quantity":1}],"coupon":"NOSUCH"}""", 422, "coupon" },
        { """{"lines":[{"productId":"ID","quantity":1}],"coupon":"A\u0000B"}""", 422, "coupon" },
        { """{"lines":[{"productId":"ID","quantity":1}],"shippingMethod":"teleport"}""", 422, "shippingMethod" },
        { """{"lines":[{"productId":"ID","quantity":1}],"expectedTotal":1e40}""", 400, "expectedTotal" },
        { """{"lines":[{"productId":"ID","quantity":1}],"paymentToken":"4242424242424242"}""", 422, "paymentToken" },
        { "nonsense", 400, "body" },
        { "", 400, "" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Bad_input_is_answered_by_field_and_changes_nothing(string json, int status, string field)
    {
        var product = await shop.ProductAsync(10);
        using var client = shop.Client();
        var body = json;
        if (json.StartsWith('{'))
        {
            var good = await TwoReplicas.BodyAsync(client, (product, 1));
            var sent = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json.Replace("ID", product.ToString(), StringComparison.Ordinal))!;
            // As it was sent, and not as a serializer would write it.
            body = "{" + string.Join(',', good.Where(pair => !sent.ContainsKey(pair.Key)).Select(pair => $"\"{pair.Key}\":{JsonSerializer.Serialize(pair.Value)}")
                .Concat(sent.Select(pair => $"\"{pair.Key}\":{pair.Value.GetRawText()}"))) + "}";
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await client.SendAsync(request, Cancellation);
        await FieldAsync(answer, (HttpStatusCode)status, field);
        Assert.Equal(10, await shop.StockAsync(product));
    }

    [Fact]
    public async Task A_body_of_10_megabytes_is_too_large_and_a_key_is_needed()
    {
        using var client = shop.Client();
        using var large = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = new StringContent("{\"coupon\":\"" + new string('a', 10_000_000) + "\"}", Encoding.UTF8, "application/json") };
        large.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(large, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);

        var body = await TwoReplicas.BodyAsync(client, (await shop.ProductAsync(1), 1));
        using var keyless = await client.PostAsJsonAsync("/api/catalog/checkout", body, Cancellation);
        await FieldAsync(keyless, HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
    }

    [Fact]
    public async Task Anyone_may_ask_for_a_quote_and_only_a_person_orders_and_only_staff_see_the_ledger()
    {
        var product = await shop.ProductAsync(10);
        using var stranger = shop.Client(0, "");
        var body = await TwoReplicas.BodyAsync(stranger, (product, 1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoReplicas.PlaceAsync(stranger, body)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/catalog/manage/stock/check", Cancellation)).StatusCode);
        using var customer = shop.Client();
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.GetAsync("/api/catalog/manage/stock/check", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostAsJsonAsync("/api/catalog/manage/stock", new { productId = product, change = 1 }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Errors_are_in_the_language_of_who_reads_them()
    {
        using var client = shop.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        using var answer = await client.PostAsJsonAsync("/api/catalog/quote", new { lines = new[] { new { productId = await shop.ProductAsync(1), quantity = 0 } } }, Cancellation);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Contains("整数", problem.GetProperty("errors").GetProperty("lines[0].quantity")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_change_stock_with_a_reason_and_never_below_zero()
    {
        var product = await shop.ProductAsync(10);
        using var staff = shop.Client(0, shop.Token("staff"));
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(new { productId = product, change = 5, reason = "received", note = "delivery 17", expectedStock = 10 })).StatusCode);
        // The same request once more, as after a lost answer.
        Assert.Equal(HttpStatusCode.Conflict, (await ChangeAsync(new { productId = product, change = 5, reason = "received", note = "delivery 17", expectedStock = 10 })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(new { productId = product, change = -15, reason = "adjusted", note = "water damage" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ChangeAsync(new { productId = product, change = -1, reason = "adjusted", note = "one more" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ChangeAsync(new { productId = Guid.NewGuid(), change = 1, reason = "received", note = "what?" })).StatusCode);
        foreach (var (field, request) in ((string, object)[])
            [
                ("change", new { productId = product, change = 0, reason = "received", note = "n" }), ("change", new { productId = product, change = -1, reason = "received", note = "n" }),
                ("reason", new { productId = product, change = 1, reason = "sold", note = "n" }), ("note", new { productId = product, change = 1, reason = "received", note = " " }),
            ])
            await FieldAsync(await ChangeAsync(request), HttpStatusCode.BadRequest, field);
        var movements = await staff.GetFromJsonAsync<JsonElement>($"/api/catalog/manage/stock/{product}", Cancellation);
        Assert.Equal([-15, 5, 10], movements.EnumerateArray().Select(movement => movement.GetProperty("available").GetInt32()));
        Assert.Equal(0, await shop.StockAsync(product));
        await shop.LedgerIsRightAsync();

        Task<HttpResponseMessage> ChangeAsync(object request) => staff.PostAsJsonAsync("/api/catalog/manage/stock", request, Cancellation);
    }

    [Fact]
    public async Task What_orders_says_is_heard_from_the_broker_once_whichever_replica_hears_it()
    {
        var product = await shop.ProductAsync(10);
        using var client = shop.Client();
        using var answer = await TwoReplicas.PlaceAsync(client, await TwoReplicas.BodyAsync(client, (product, 4)));
        var order = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid();
        await using var broker = new NpgsqlConnection(shop.Broker);
        await broker.OpenAsync(Cancellation);

        var id = Guid.NewGuid();
        for (var i = 0; i < 5; i++)
            await BrokerMessage.PutAsync(broker, "catalog", "shop.order-paid.v1", id, $$"""{"orderId":"{{order}}","amount":1}""", Cancellation);
        await Eventually.TrueAsync(async () => await StatusAsync() == 1, Cancellation);
        await BrokerMessage.PutAsync(broker, "catalog", "shop.product-reviewed.v1", Guid.NewGuid(), $$"""{"reviewId":"{{Guid.NewGuid()}}","productId":"{{product}}","version":1,"rating":4}""", Cancellation);
        await Eventually.TrueAsync(async () => await shop.ScalarAsync<int>($"select rating_sum from products where id = '{product}'") == 4, Cancellation);
        await BrokerMessage.PutAsync(broker, "catalog", "shop.order-cancelled.v1", Guid.NewGuid(), $$"""{"orderId":"{{order}}"}""", Cancellation);
        await Eventually.TrueAsync(async () => await shop.StockAsync(product) == 10, Cancellation);
        // Noted, or counted by now.
        Assert.Equal(4L, await shop.ScalarAsync<long>(
            $"select (select coalesce(sum(quantity), 0) from sales, unnest(product_ids, quantities) line (sold, quantity) where sold = '{product}')::bigint + coalesce((select pieces from product_sales where product_id = '{product}'), 0)"));
        await shop.LedgerIsRightAsync();

        async Task<short> StatusAsync() => await shop.ScalarAsync<short>($"select status from checkouts where id = '{order}'");
    }

    static async Task FieldAsync(HttpResponseMessage answer, HttpStatusCode status, string field)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (field.Length > 0)
            Assert.Equal([field], JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }
}
