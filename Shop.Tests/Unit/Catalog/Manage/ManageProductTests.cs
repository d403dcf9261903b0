using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

public sealed class ManageProductTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    readonly Staff staff = new(services);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task<HttpStatusCode> StatusAsync(HttpClient client, string slug) => (await client.GetAsync($"/api/catalog/products/{slug}", Cancellation)).StatusCode;

    [Fact]
    public async Task Only_staff_may()
    {
        foreach (var path in (string[])["/products", "/categories", "/coupons", "/products/export"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await services.A.GetAsync($"/api/catalog/manage{path}", Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await services.As(Roles.Customer).GetAsync($"/api/catalog/manage{path}", Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await services.As(Roles.Admin).GetAsync($"/api/catalog/manage{path}", Cancellation)).StatusCode);
        }
        using var import = new StringContent("sku\n", Encoding.UTF8, "text/csv");
        Assert.Equal(HttpStatusCode.Forbidden, (await services.As(Roles.Customer).PostAsync("/api/catalog/manage/products/import", import, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_it_weighs_is_said_or_stays()
    {
        var input = Staff.NewProduct(Staff.NewSku(), await staff.CategoryAsync("mugs"));
        input["weightGrams"] = 1_250;
        var product = await staff.SendAsync(HttpMethod.Post, "/products", input.DeepClone());
        Assert.Equal("1250", product["weightGrams"]);
        input.Remove("weightGrams");
        input["brand"] = "Another";
        product = await staff.SendAsync(HttpMethod.Put, $"/products/{product.Id}", input.DeepClone(), product.Version);
        Assert.Equal("1250", product["weightGrams"]);
        foreach (var wrong in (int[])[-1, 1_000_001])
        {
            input["weightGrams"] = wrong;
            var refused = await staff.SendAsync(HttpMethod.Put, $"/products/{product.Id}", input.DeepClone(), product.Version);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Equal(["weightGrams"], refused.Fields);
        }
    }

    [Fact]
    public async Task A_product_is_seen_while_it_is_published_and_not_before_or_after()
    {
        var draft = await staff.CreatedAsync();
        var slug = draft["slug"];
        Assert.Equal("draft", draft["status"]);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(services.A, slug));

        var published = await staff.SendAsync(HttpMethod.Post, $"/products/{draft.Id}/publish", version: draft.Version);
        Assert.Equal("published", published["status"]);
        // In the very next moment, here and on the other replica: the answer comes after all caches know.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(services.A, slug));
        await Eventually.TrueAsync(async () => await StatusAsync(services.B, slug) == HttpStatusCode.OK, Cancellation);
        Assert.Contains(slug, await services.A.GetStringAsync("/api/catalog/products?limit=1&sort=newest", Cancellation), StringComparison.Ordinal);

        var hidden = await staff.SendAsync(HttpMethod.Post, $"/products/{draft.Id}/unpublish", version: published.Version);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(services.A, slug));
        await Eventually.TrueAsync(async () => await StatusAsync(services.B, slug) == HttpStatusCode.NotFound, Cancellation);
        Assert.DoesNotContain(slug, await services.A.GetStringAsync("/api/catalog/products?limit=1&sort=newest", Cancellation), StringComparison.Ordinal);

        var archived = await staff.SendAsync(HttpMethod.Post, $"/products/{draft.Id}/archive", version: hidden.Version);
        Assert.Equal("archived", archived["status"]);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(services.A, slug));
    }

    [Fact]
    public async Task A_change_is_answered_when_what_another_is_just_evicting_is_out_too()
    {
        var draft = await staff.CreatedAsync();
        await using var source = NpgsqlDataSource.Create(services.ConnectionString);
        await using var other = await source.OpenConnectionAsync(Cancellation);
        await using var hold = new NpgsqlCommand("select id from cache_evictions where 'another' = any (tags) for update skip locked", other);
        NpgsqlTransaction evicting;
        // A replica may be faster, and evict it before it is held here.
        while (true)
        {
            await using (var insert = new NpgsqlCommand("insert into cache_evictions (tags) values (array['another'])", other))
                await insert.ExecuteNonQueryAsync(Cancellation);
            evicting = await other.BeginTransactionAsync(Cancellation);
            if (await hold.ExecuteScalarAsync(Cancellation) is not null)
                break;
            await evicting.DisposeAsync();
        }

        var publishing = staff.SendAsync(HttpMethod.Post, $"/products/{draft.Id}/publish", version: draft.Version);
        await using var waiting = source.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%cache_evictions%'");
        await Eventually.TrueAsync(async () => await waiting.ExecuteScalarAsync(Cancellation) is > 0L, Cancellation);
        await using (var done = new NpgsqlCommand("delete from cache_evictions where 'another' = any (tags)", other))
            await done.ExecuteNonQueryAsync(Cancellation);
        await evicting.CommitAsync(Cancellation);

        Assert.Equal("published", (await publishing)["status"]);
    }

    [Fact]
    public async Task A_change_names_the_version_that_it_changes()
    {
        var product = await staff.CreatedAsync();
        var path = $"/products/{product.Id}";
        var changed = JsonNode.Parse(product.Body.GetRawText())!.AsObject();
        changed["nameEn"] = "Changed";

        Assert.Equal((HttpStatusCode)428, (await staff.SendAsync(HttpMethod.Put, path, changed)).Status);
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Put, path, changed, "\"99\"")).Status);
        // A weak tag is none to change by.
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Put, path, changed, $"W/{product.Version}")).Status);
        var updated = await staff.SendAsync(HttpMethod.Put, path, changed, product.Version);
        Assert.Equal((HttpStatusCode.OK, "Changed", "\"2\""), (updated.Status, updated["nameEn"], updated.Version));
        Assert.Equal(product["slug"], updated["slug"]);
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Put, path, changed, product.Version)).Status);
        // What changes nothing is no change.
        Assert.Equal("\"2\"", (await staff.SendAsync(HttpMethod.Put, path, changed, updated.Version)).Version);
        Assert.Equal(updated.Version, (await staff.SendAsync(HttpMethod.Get, path)).Version);
    }

    [Fact]
    public async Task Of_those_who_change_the_same_version_one_does()
    {
        var product = await staff.CreatedAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(index =>
        {
            var changed = JsonNode.Parse(product.Body.GetRawText())!.AsObject();
            changed["nameEn"] = $"By {index}";
            return staff.SendAsync(HttpMethod.Put, $"/products/{product.Id}", changed, product.Version);
        }));
        Assert.Single(tries, reply => reply.Status == HttpStatusCode.OK);
        Assert.Equal(7, tries.Count(reply => reply.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_change_of_stock_is_no_change_of_the_version()
    {
        var product = await staff.CreatedAsync(published: true);
        await services.ExecuteAsync($"update products set stock = 5 where id = '{product.Id}'");
        Assert.Equal(HttpStatusCode.OK, (await staff.SendAsync(HttpMethod.Post, $"/products/{product.Id}/unpublish", version: product.Version)).Status);
    }

    [Fact]
    public async Task Prices_and_who_changed_what_are_kept()
    {
        var product = await staff.CreatedAsync();
        foreach (var price in (decimal[])[13m, 14.25m])
        {
            var changed = JsonNode.Parse(product.Body.GetRawText())!.AsObject();
            changed["price"]!["amount"] = price;
            product = await staff.SendAsync(HttpMethod.Put, $"/products/{product.Id}", changed, product.Version);
        }
        var prices = (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}/price-changes")).Body.EnumerateArray()
            .Select(change => (change.GetProperty("from").GetProperty("amount").GetDecimal(), change.GetProperty("to").GetProperty("amount").GetDecimal()));
        Assert.Equal([(13m, 14.25m), (12.5m, 13m)], prices);

        var audit = (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}/audit")).Body.EnumerateArray().ToList();
        Assert.Equal(["product.changed", "product.changed", "product.created"], audit.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("""{"price":[13.00,14.25]}""", audit[0].GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task A_product_is_called_by_its_name_and_by_its_sku_too_where_the_name_is_taken()
    {
        var name = $"Café  Crème {Guid.NewGuid():N}";
        var first = await staff.CreatedAsync(name);
        var second = await staff.CreatedAsync(name);
        var slug = name.ToLowerInvariant().Replace("é", "e", StringComparison.Ordinal).Replace("è", "e", StringComparison.Ordinal).Replace("  ", "-", StringComparison.Ordinal).Replace(' ', '-');
        Assert.Equal(slug, first["slug"]);
        Assert.Equal($"{slug}-{second["sku"].ToLowerInvariant()}", second["slug"]);
        var chinese = await staff.CreatedAsync("杯子");
        Assert.Equal(chinese["sku"].ToLowerInvariant(), chinese["slug"]);
    }

    [Theory]
    [InlineData("sku", "\"\"", "sku")]
    [InlineData("sku", "\"a b\"", "sku")]
    [InlineData("sku", "null", "sku")]
    [InlineData("nameEn", "\" \"", "nameEn")]
    [InlineData("nameZh", "\"line\\nbreak\"", "nameZh")]
    [InlineData("slug", "\"Not A Slug\"", "slug")]
    [InlineData("brand", "7", "brand")]
    [InlineData("price", "{\"amount\":0,\"currency\":\"USD\"}", "price.amount")]
    [InlineData("price", "{\"amount\":-1,\"currency\":\"USD\"}", "price.amount")]
    [InlineData("price", "{\"amount\":1.001,\"currency\":\"USD\"}", "price.amount")]
    [InlineData("price", "{\"amount\":99999999,\"currency\":\"USD\"}", "price.amount")]
    [InlineData("price", "{\"amount\":1,\"currency\":\"EUR\"}", "price.currency")]
    [InlineData("categoryId", "\"nowhere\"", "categoryId")]
    public async Task What_is_wrong_is_told_by_field_and_nothing_is_made(string field, string value, string named)
    {
        var before = await services.ScalarAsync("select count(*) from products");
        var input = Staff.NewProduct(Staff.NewSku(), await staff.CategoryAsync("mugs"));
        input[field] = JsonNode.Parse(value);
        var reply = await staff.SendAsync(HttpMethod.Post, "/products", input);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains(named, reply.Fields);
        Assert.Equal(before, await services.ScalarAsync("select count(*) from products"));
    }

    [Fact]
    public async Task What_stands_against_it_is_told_by_field()
    {
        var product = await staff.CreatedAsync();
        var input = Staff.NewProduct(product["sku"], await staff.CategoryAsync("mugs"));
        var reply = await staff.SendAsync(HttpMethod.Post, "/products", input);
        Assert.Equal((HttpStatusCode.Conflict, "sku"), (reply.Status, reply.Fields.Single()));
        (input["sku"], input["slug"]) = (Staff.NewSku(), product["slug"]);
        reply = await staff.SendAsync(HttpMethod.Post, "/products", input);
        Assert.Equal((HttpStatusCode.Conflict, "slug"), (reply.Status, reply.Fields.Single()));
        (input["slug"], input["categoryId"]) = (null, Guid.NewGuid());
        reply = await staff.SendAsync(HttpMethod.Post, "/products", input);
        Assert.Equal((HttpStatusCode.Conflict, "categoryId"), (reply.Status, reply.Fields.Single()));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var input = Staff.NewProduct(Staff.NewSku(), await staff.CategoryAsync("mugs"));
        input["descriptionEn"] = new string('x', 10 * 1024 * 1024);
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await staff.SendAsync(HttpMethod.Post, "/products", input)).Status);
        }
        catch (HttpRequestException exception)
        {
            // Or the line is cut before all of it has been sent.
            Assert.IsType<System.Net.Sockets.SocketException>(exception.GetBaseException());
        }
    }

    [Fact]
    public async Task Only_a_draft_that_was_never_sold_goes_for_good()
    {
        var product = await staff.CreatedAsync(published: true);
        Assert.Equal(HttpStatusCode.Conflict, (await staff.SendAsync(HttpMethod.Delete, $"/products/{product.Id}", version: product.Version)).Status);
        var draft = await staff.SendAsync(HttpMethod.Post, $"/products/{product.Id}/unpublish", version: product.Version);
        await services.ExecuteAsync($"update products set sold = 1 where id = '{product.Id}'");
        Assert.Equal(HttpStatusCode.Conflict, (await staff.SendAsync(HttpMethod.Delete, $"/products/{product.Id}", version: draft.Version)).Status);
        await services.ExecuteAsync($"update products set sold = 0 where id = '{product.Id}'");
        Assert.Equal(HttpStatusCode.NoContent, (await staff.SendAsync(HttpMethod.Delete, $"/products/{product.Id}", version: draft.Version)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}")).Status);
        Assert.Contains("product.deleted", (await staff.SendAsync(HttpMethod.Get, $"/products/{product.Id}/audit")).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_finds_what_nobody_else_sees()
    {
        var word = $"zeppelin{Guid.NewGuid():N}";
        var draft = await staff.CreatedAsync($"Mug {word}");
        var found = await staff.SendAsync(HttpMethod.Get, $"/products?q={word}");
        Assert.Equal(draft.Id, Assert.Single(found.Body.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(draft.Id, (await staff.SendAsync(HttpMethod.Get, "/products?status=draft")).Body.GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.Empty((await staff.SendAsync(HttpMethod.Get, $"/products?status=published&q={word}")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.SendAsync(HttpMethod.Get, "/products?status=1")).Status);

        var (all, next) = (new List<string>(), "");
        do
        {
            var page = (await staff.SendAsync(HttpMethod.Get, $"/products?after={next}")).Body;
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sku").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Distinct(all);
        Assert.True(all.Count >= 300, $"Only {all.Count}.");
    }
}
