using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Shop.Tests.Integration.Checkout;
using Xunit;
using static Shop.Tests.HttpAnswers;

namespace Shop.Tests.Integration.Cart;

/// <summary>The cart by HTTP, at two replicas with one Redis.</summary>
public sealed class CartApiTests(ReplicasWithRedis shop) : IClassFixture<ReplicasWithRedis>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_devices_of_one_person_see_one_cart_and_a_stranger_sees_none_of_it()
    {
        var (first, second) = (await shop.ProductAsync(10, 20), await shop.ProductAsync(10, 5.50m));
        var token = shop.Token();
        using var phone = shop.Client(0, token);
        using var laptop = shop.Client(1, token);
        await AddAsync(phone, first, 1);
        await AddAsync(laptop, first, 2);
        await AddAsync(laptop, second, 1);

        var cart = await CartAsync(phone);
        Assert.Equal([(first, 3), (second, 1)], Lines(cart));
        Assert.Equal((4, 65.50m, true), (cart.GetProperty("count").GetInt32(), cart.GetProperty("subtotal").GetProperty("amount").GetDecimal(), cart.GetProperty("isReady").GetBoolean()));
        Assert.Equal(4, (await phone.GetFromJsonAsync<JsonElement>("/api/catalog/cart/summary", Cancellation)).GetProperty("count").GetInt32());

        using var stranger = Stranger();
        Assert.Empty(Lines(await CartAsync(stranger)));
        using var other = shop.Client(1, shop.Token());
        Assert.Empty(Lines(await CartAsync(other)));
    }

    [Fact]
    public async Task A_hundred_additions_at_once_are_all_there()
    {
        var product = await shop.ProductAsync(90);
        var token = shop.Token();
        using var first = shop.Client(0, token);
        using var second = shop.Client(1, token);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AddAsync(i % 2 == 0 ? first : second, product, 1)));
        Assert.Equal([(product, 50)], Lines(await CartAsync(first)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AddAsync(i % 2 == 0 ? first : second, product, 1)));
        // As many as there are, and it says so.
        Assert.Equal([(product, 90)], Lines(await CartAsync(first)));
        Assert.Equal(10, answers.Count(answer => answer.GetProperty("isLimited").GetBoolean()));
    }

    [Fact]
    public async Task A_line_is_set_saved_taken_back_and_removed()
    {
        var (product, other) = (await shop.ProductAsync(10), await shop.ProductAsync(10));
        using var client = Stranger();
        await AddAsync(client, product, 2);
        await AddAsync(client, other, 1);
        await OkAsync(client.PutAsJsonAsync($"/api/catalog/cart/lines/{product}", new { quantity = 4 }, Cancellation));
        Assert.Equal([(product, 4), (other, 1)], Lines(await CartAsync(client)));

        await OkAsync(client.PutAsync($"/api/catalog/cart/saved/{product}", null, Cancellation));
        await OkAsync(client.PutAsync($"/api/catalog/cart/saved/{product}", null, Cancellation));
        var cart = await CartAsync(client);
        Assert.Equal([(other, 1)], Lines(cart));
        Assert.Equal([(product, 4)], Lines(cart, "saved"));

        await OkAsync(client.PutAsJsonAsync($"/api/catalog/cart/lines/{product}", new { quantity = 4 }, Cancellation));
        await OkAsync(client.DeleteAsync($"/api/catalog/cart/lines/{other}", Cancellation));
        await OkAsync(client.DeleteAsync($"/api/catalog/cart/lines/{other}", Cancellation));
        cart = await CartAsync(client);
        Assert.Equal([(product, 4)], Lines(cart));
        Assert.Empty(Lines(cart, "saved"));

        await OkAsync(client.DeleteAsync("/api/catalog/cart", Cancellation));
        Assert.Empty(Lines(await CartAsync(client)));
        await FailsAsync(client.PutAsync($"/api/catalog/cart/saved/{other}", null, Cancellation), HttpStatusCode.NotFound, null);
    }

    [Fact]
    public async Task What_has_changed_since_is_told()
    {
        var (dearer, scarce, gone) = (await shop.ProductAsync(10, 20), await shop.ProductAsync(10, 20), await shop.ProductAsync(10, 20));
        using var client = Stranger();
        foreach (var product in new[] { dearer, scarce, gone })
            await AddAsync(client, product, 5);
        await ExecuteAsync(
            $"""
             update products set price = 22.50 where id = '{dearer}';
             select move_stock(2::smallint, null, 'lost', null, now(), array['{scarce}'::uuid], array[-8], array[-8], null);
             update products set status = 2 where id = '{gone}'
             """);

        var cart = await CartAsync(client);
        Assert.Equal(
            [["priceChanged"], ["fewerLeft"], ["notAvailable"]],
            cart.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()!)));
        Assert.Equal(20, cart.GetProperty("lines")[0].GetProperty("previousPrice").GetProperty("amount").GetDecimal());
        Assert.Equal((212.50m, false), (cart.GetProperty("subtotal").GetProperty("amount").GetDecimal(), cart.GetProperty("isReady").GetBoolean()));

        await OkAsync(client.PostAsync("/api/catalog/cart/prices", null, Cancellation));
        Assert.Empty((await CartAsync(client)).GetProperty("lines")[0].GetProperty("notices").EnumerateArray());
        // Known a second after it at the latest.
        await Eventually.TrueAsync(async () => await StatusAsync(client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = gone, quantity = 1 }, Cancellation)) != HttpStatusCode.OK, Cancellation);
        await FailsAsync(client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = gone, quantity = 1 }, Cancellation), HttpStatusCode.UnprocessableEntity, "productId");
    }

    [Fact]
    public async Task Who_signs_in_has_both_carts_once_however_often_it_is_said()
    {
        var (product, scarce) = (await shop.ProductAsync(99), await shop.ProductAsync(4));
        using var stranger = Stranger();
        await AddAsync(stranger, product, 2);
        await AddAsync(stranger, scarce, 3);
        var token = shop.Token();
        using var first = shop.Client(0, token);
        using var second = shop.Client(1, token);
        await AddAsync(first, product, 1);
        await AddAsync(first, scarce, 3);
        var id = stranger.DefaultRequestHeaders.GetValues("Shop-Cart").Single();
        first.DefaultRequestHeaders.Add("Shop-Cart", id);
        second.DefaultRequestHeaders.Add("Shop-Cart", id);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => OkAsync((i % 2 == 0 ? first : second).PostAsync("/api/catalog/cart/merge", null, Cancellation))));

        Assert.Equal(new Dictionary<Guid, int> { [product] = 3, [scarce] = 4 }, Lines(await CartAsync(second)).ToDictionary(line => line.Item1, line => line.Item2));
        Assert.Empty(Lines(await CartAsync(stranger)));
        await FailsAsync(stranger.PostAsync("/api/catalog/cart/merge", null, Cancellation), HttpStatusCode.Unauthorized, null);
    }

    [Fact]
    public async Task A_checkout_buys_the_cart_and_takes_out_what_it_bought_once()
    {
        var (product, later) = (await shop.ProductAsync(10, 20), await shop.ProductAsync(10, 20));
        using var client = shop.Client();
        await AddAsync(client, product, 2);
        var (body, key) = (await BodyAsync(client), Guid.NewGuid().ToString());
        using var answer = await TwoReplicas.PlaceAsync(client, body, key);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Empty(Lines(await CartAsync(client)));
        Assert.Equal(8, await shop.StockAsync(product));

        // The cart is another by now; the same request is still the same order, and takes nothing out again.
        await AddAsync(client, product, 1);
        await AddAsync(client, later, 1);
        using var again = await TwoReplicas.PlaceAsync(client, body, key);
        Assert.Equal(await answer.Content.ReadAsStringAsync(Cancellation), await again.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal([(product, 1), (later, 1)], Lines(await CartAsync(client)));
        Assert.Equal(8, await shop.StockAsync(product));

        await OkAsync(client.DeleteAsync("/api/catalog/cart", Cancellation));
        await FailsAsync(TwoReplicas.PlaceAsync(client, body), HttpStatusCode.UnprocessableEntity, "lines");
        await FailsAsync(client.PostAsJsonAsync("/api/catalog/quote", new { }, Cancellation), HttpStatusCode.UnprocessableEntity, "lines");
    }

    [Fact]
    public async Task What_died_before_the_cart_was_emptied_is_made_good()
    {
        var product = await shop.ProductAsync(10, 20);
        using var client = shop.Client();
        await AddAsync(client, product, 3);
        using var answer = await TwoReplicas.PlaceAsync(client, await BodyAsync(client));
        var order = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid();
        var user = await shop.ScalarAsync<Guid>($"select user_id from checkouts where id = '{order}'");
        await Eventually.TrueAsync(() => shop.ScalarAsync<bool>($"select not from_cart from checkouts where id = '{order}'"), Cancellation);
        Assert.Empty(Lines(await CartAsync(client)));
        // As if the process had died after its commit: nothing was taken out, and the cart has the three still, and one more.
        await using (var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString))
            await redis.GetDatabase().KeyDeleteAsync($"cart:u:{user:N}");
        await AddAsync(client, product, 4);
        await ExecuteAsync($"update checkouts set from_cart = true where id = '{order}'");

        await Eventually.TrueAsync(async () => Lines(await CartAsync(client)).SequenceEqual([(product, 1)]), Cancellation);
    }

    [Fact]
    public async Task What_has_been_deleted_altogether_is_not_in_the_way_of_the_rest()
    {
        var (product, deleted) = (await shop.ProductAsync(10, 20), await shop.ProductAsync(10, 20));
        using var client = shop.Client();
        await AddAsync(client, deleted, 1);
        await AddAsync(client, product, 2);
        await ExecuteAsync($"delete from products where id = '{deleted}'");

        Assert.Equal([(product, 2)], Lines(await CartAsync(client)));
        using var answer = await TwoReplicas.PlaceAsync(client, await BodyAsync(client));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(8, await shop.StockAsync(product));
    }

    [Fact]
    public async Task What_somebody_has_looked_at_is_theirs_the_latest_first_and_once()
    {
        var (first, second) = (await shop.ProductAsync(1), await shop.ProductAsync(1));
        using var client = Stranger();
        foreach (var product in new[] { first, second, Guid.NewGuid(), first })
            await OkAsync(client.PostAsJsonAsync("/api/catalog/viewed", new { productId = product }, Cancellation));
        Assert.Equal([first, second], await ViewedAsync(client));
        using var other = Stranger();
        Assert.Empty(await ViewedAsync(other));
        await ExecuteAsync($"update products set status = 2 where id = '{first}'");
        Assert.Equal([second], await ViewedAsync(client));

        await OkAsync(client.DeleteAsync("/api/catalog/viewed", Cancellation));
        Assert.Empty(await ViewedAsync(client));
        using var nobody = shop.Client(0, "");
        Assert.Empty(await ViewedAsync(nobody));
        await FailsAsync(nobody.PostAsJsonAsync("/api/catalog/viewed", new { productId = first }, Cancellation), HttpStatusCode.UnprocessableEntity, "Shop-Cart");

        static async Task<IEnumerable<Guid>> ViewedAsync(HttpClient client) =>
            (await client.GetFromJsonAsync<JsonElement>("/api/catalog/viewed", Cancellation)).EnumerateArray().Select(product => product.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task From_one_address_strangers_make_only_so_many_carts()
    {
        var product = await shop.ProductAsync(99);
        var token = shop.Token();
        using var person = shop.Client(0, token);
        person.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        var (made, refused) = (0, (HttpResponseMessage?)null);
        // At two replicas, each time with an id of its own making; more than twice as often as is allowed within one window.
        for (var i = 0; i < 130 && refused is null; i++)
        {
            var answer = await MakeAsync(i % 2, "203.0.113.7");
            if (answer.IsSuccessStatusCode)
                made++;
            else
                refused = answer;
        }

        Assert.InRange(made, 60, 120);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused?.StatusCode);
        Assert.InRange(refused!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        refused.Dispose();
        // What a browser claims before the last one who forwards is not believed.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await MakeAsync(0, "192.0.2.1, 203.0.113.7")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await MakeAsync(0, "203.0.113.8")).StatusCode);
        await AddAsync(person, product, 1);

        async Task<HttpResponseMessage> MakeAsync(int replica, string address)
        {
            using var client = shop.Client(replica, "");
            client.DefaultRequestHeaders.Add("Shop-Cart", Guid.NewGuid().ToString("N"));
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", address);
            return await client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = product, quantity = 1 }, Cancellation);
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused()
    {
        using var client = Stranger();
        using var content = new StringContent($$"""{"productId":"{{Guid.NewGuid()}}","quantity":1,"note":"{{new string('x', 10_000_000)}}"}""", Encoding.UTF8, "application/json");
        // Asked before it is sent: who sends all the same is cut off.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/cart/lines") { Content = content };
        request.Headers.ExpectContinue = true;
        await FailsAsync(client.SendAsync(request, Cancellation), HttpStatusCode.RequestEntityTooLarge, null);
    }

    public static TheoryData<string, int, string> BadBodies => new()
    {
        { """{"productId":"ID","quantity":-1}""", 422, "quantity" },
        { """{"productId":"ID","quantity":0}""", 422, "quantity" },
        { """{"productId":"ID","quantity":100}""", 422, "quantity" },
        { """{"productId":"ID","quantity":99999999999999999999}""", 400, "quantity" },
        { """{"productId":"ID","quantity":1.5}""", 400, "quantity" },
        { """{"productId":"ID"}""", 400, "quantity" },
        { """{"productId":"00000000-0000-0000-0000-000000000001","quantity":1}""", 422, "productId" },
        { """{"productId":"no id","quantity":1}""", 400, "productId" },
        { "nonsense", 400, "body" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Bad_input_is_answered_by_field_and_changes_nothing(string body, int status, string field)
    {
        var product = await shop.ProductAsync(10);
        using var client = Stranger();
        using var content = new StringContent(body.Replace("ID", product.ToString(), StringComparison.Ordinal), Encoding.UTF8, "application/json");
        await FailsAsync(client.PostAsync("/api/catalog/cart/lines", content, Cancellation), (HttpStatusCode)status, field);
        Assert.Empty(Lines(await CartAsync(client)));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789012345678901!")]
    [InlineData("../../../../../../../../etc")]
    public async Task A_cart_has_a_rightful_name_or_none(string id)
    {
        using var client = shop.Client(0, "");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Shop-Cart", id);
        await FailsAsync(
            client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = await shop.ProductAsync(1), quantity = 1 }, Cancellation),
            HttpStatusCode.UnprocessableEntity, "Shop-Cart");
    }

    [Fact]
    public async Task Wishes_are_a_persons_own_and_last()
    {
        var (first, second) = (await shop.ProductAsync(1), await shop.ProductAsync(1));
        using var client = shop.Client();
        foreach (var product in new[] { first, second, first })
            await OkAsync(client.PutAsync($"/api/catalog/wishlist/{product}", null, Cancellation));
        Assert.Equal([second, first], await WishesAsync(client));
        Assert.Equal(new[] { first, second }.Order(), (await client.GetFromJsonAsync<Guid[]>("/api/catalog/wishlist/ids", Cancellation))!.Order());
        await OkAsync(client.DeleteAsync($"/api/catalog/wishlist/{second}", Cancellation));
        Assert.Equal([first], await WishesAsync(client));

        using var other = shop.Client(1, shop.Token());
        Assert.Empty(await WishesAsync(other));
        await FailsAsync(client.PutAsync($"/api/catalog/wishlist/{Guid.NewGuid()}", null, Cancellation), HttpStatusCode.UnprocessableEntity, "productId");
        using var stranger = Stranger();
        await FailsAsync(stranger.GetAsync("/api/catalog/wishlist", Cancellation), HttpStatusCode.Unauthorized, null);

        static async Task<IEnumerable<Guid>> WishesAsync(HttpClient client) =>
            (await client.GetFromJsonAsync<JsonElement>("/api/catalog/wishlist", Cancellation)).EnumerateArray().Select(product => product.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Without_redis_there_is_no_cart_but_all_else_and_the_answer_of_an_order_that_was_placed()
    {
        var product = await shop.ProductAsync(10, 20);
        using var client = shop.Client();
        await AddAsync(client, product, 1);
        var (body, key) = (await BodyAsync(client), Guid.NewGuid().ToString());
        using var answer = await TwoReplicas.PlaceAsync(client, body, key);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        shop.Redis.Kill();
        try
        {
            using var away = await client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = product, quantity = 1 }, Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.NotNull(away.Headers.RetryAfter);
            Assert.Equal("application/problem+json", away.Content.Headers.ContentType?.MediaType);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/catalog/products?limit=1", Cancellation)).StatusCode);
            using var again = await TwoReplicas.PlaceAsync(client, body, key);
            Assert.Equal(await answer.Content.ReadAsStringAsync(Cancellation), await again.Content.ReadAsStringAsync(Cancellation));
            await FailsAsync(TwoReplicas.PlaceAsync(client, body), HttpStatusCode.ServiceUnavailable, null);
        }
        finally
        {
            shop.Redis.Start();
        }
        using var other = Stranger();
        foreach (var replica in new[] { client, other })
            await Eventually.TrueAsync(async () => (await replica.GetAsync("/api/catalog/cart", Cancellation)).IsSuccessStatusCode, Cancellation);
    }

    /// <summary>A client without a token, with a cart of its own.</summary>
    HttpClient Stranger()
    {
        var client = shop.Client(1, "");
        client.DefaultRequestHeaders.Add("Shop-Cart", Guid.NewGuid().ToString("N"));
        // As of many people at many places.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.18.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
        return client;
    }

    /// <summary>A checkout of the cart at the total that a quote gives.</summary>
    static async Task<Dictionary<string, object?>> BodyAsync(HttpClient client)
    {
        var body = new Dictionary<string, object?>
        {
            ["shippingAddress"] = new { recipient = "Ada Lovelace", phone = "+14155552671", country = "US", region = "CA", city = "San Francisco", line1 = "1 Market Street", postalCode = "94105" },
            ["shippingMethod"] = "standard",
        };
        using var quote = await client.PostAsJsonAsync("/api/catalog/quote", body, Cancellation);
        body["expectedTotal"] = (await quote.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("total").GetDecimal();
        body["paymentToken"] = "tok_visa_4242";
        return body;
    }

    static async Task<JsonElement> AddAsync(HttpClient client, Guid product, int quantity)
    {
        using var answer = await client.PostAsJsonAsync("/api/catalog/cart/lines", new { productId = product, quantity, price = 0.01 }, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    static Task<JsonElement> CartAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>("/api/catalog/cart", Cancellation);

    static IEnumerable<(Guid, int)> Lines(JsonElement cart, string of = "lines") =>
        cart.GetProperty(of).EnumerateArray().Select(line => (line.GetProperty("productId").GetGuid(), line.GetProperty("quantity").GetInt32()));

    static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    static async Task FailsAsync(Task<HttpResponseMessage> sent, HttpStatusCode status, string? field)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        if ((int)status < 400 || field is null)
            return;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal([field], JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(shop.Database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
