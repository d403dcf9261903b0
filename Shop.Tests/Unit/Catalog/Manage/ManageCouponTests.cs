using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

public sealed class ManageCouponTests(CatalogServices services) : IClassFixture<CatalogServices>
{
    readonly Staff staff = new(services);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static string NewCode() => $"T-{Guid.NewGuid():N}"[..20].ToUpperInvariant();

    static JsonObject Input(string code, decimal percentage = 15) => new() { ["code"] = code, ["percentage"] = percentage, ["minimumTotal"] = 10, ["mostUses"] = 3 };

    async Task<Reply> CreatedAsync(string? code = null)
    {
        var reply = await staff.SendAsync(HttpMethod.Post, "/coupons", Input(code ?? NewCode()));
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        return reply;
    }

    [Fact]
    public async Task A_coupon_is_made_changed_and_removed_by_its_version()
    {
        var code = NewCode();
        // Typed in any case.
        var coupon = await CreatedAsync(code.ToLowerInvariant());
        Assert.Equal((code, "\"1\"", "0"), (coupon["code"], coupon.Version, coupon["uses"]));
        Assert.Contains((await staff.SendAsync(HttpMethod.Get, $"/coupons?q={code[..8]}")).Body.GetProperty("items").EnumerateArray(), item => item.GetProperty("code").GetString() == code);

        var path = $"/coupons/{coupon.Id}";
        Assert.Equal((HttpStatusCode)428, (await staff.SendAsync(HttpMethod.Put, path, Input(code, 20))).Status);
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Put, path, Input(code, 20), "\"7\"")).Status);
        var changed = await staff.SendAsync(HttpMethod.Put, path, Input(code, 20), coupon.Version);
        Assert.Equal(("20", "\"2\"", coupon["startsAt"]), (changed["percentage"], changed.Version, changed["startsAt"]));
        // What changes nothing is no change.
        Assert.Equal("\"2\"", (await staff.SendAsync(HttpMethod.Put, path, Input(code, 20), changed.Version)).Version);
        Assert.Equal((HttpStatusCode)412, (await staff.SendAsync(HttpMethod.Delete, path, version: coupon.Version)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await staff.SendAsync(HttpMethod.Delete, path, version: changed.Version)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await staff.SendAsync(HttpMethod.Get, path)).Status);
        Assert.Equal(
            "coupon.created coupon.changed coupon.deleted",
            await services.ScalarAsync($"select string_agg(action, ' ' order by id) from audit_entries where subject_id = '{coupon.Id}'"));
    }

    [Fact]
    public async Task A_code_is_one_coupons_and_stays_its_name()
    {
        var coupon = await CreatedAsync();
        var twice = await staff.SendAsync(HttpMethod.Post, "/coupons", Input(coupon["code"]));
        Assert.Equal(HttpStatusCode.Conflict, twice.Status);
        Assert.Equal(["code"], twice.Fields);
        var renamed = await staff.SendAsync(HttpMethod.Put, $"/coupons/{coupon.Id}", Input(NewCode()), coupon.Version);
        Assert.Equal(HttpStatusCode.Conflict, renamed.Status);
        Assert.Equal(["code"], renamed.Fields);
    }

    [Theory]
    [InlineData("""{"code":"A"}""", "code", "percentage")]
    [InlineData("""{"code":"TEN OFF","percentage":10}""", "code")]
    [InlineData("""{"code":"BOTH","percentage":10,"amount":5}""", "percentage", "amount")]
    [InlineData("""{"code":"MUCH","percentage":100.5}""", "percentage")]
    [InlineData("""{"code":"NONE","percentage":0}""", "percentage")]
    [InlineData("""{"code":"CENTS","amount":0.005}""", "amount")]
    [InlineData("""{"code":"MINUS","amount":-1,"minimumTotal":-1}""", "amount", "minimumTotal")]
    [InlineData("""{"code":"NEVER","amount":1,"mostUses":0,"mostUsesPerUser":-1}""", "mostUses", "mostUsesPerUser")]
    [InlineData("""{"code":"BACK","amount":1,"startsAt":"2026-02-01T00:00:00Z","endsAt":"2026-01-01T00:00:00Z"}""", "endsAt")]
    public async Task Bad_input_is_told_by_field(string json, params string[] fields)
    {
        var reply = await staff.SendAsync(HttpMethod.Post, "/coupons", JsonNode.Parse(json));
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(fields.Order(), reply.Fields.Order());
    }

    [Fact]
    public async Task An_order_that_holds_it_is_listed_and_keeps_it()
    {
        var coupon = await CreatedAsync();
        using var buyer = services.As(Roles.Customer);
        var product = await services.ScalarAsync("select id from products where status = 1 and stock > 5 and price > 20 limit 1");
        var body = new JsonObject
        {
            ["lines"] = new JsonArray(new JsonObject { ["productId"] = product!.ToString(), ["quantity"] = 1 }),
            ["shippingAddress"] = JsonNode.Parse("""{"recipient":"Ada Lovelace","phone":"+14155552671","country":"US","region":"CA","city":"San Francisco","line1":"1 Market Street","postalCode":"94105"}"""),
            ["shippingMethod"] = "standard",
            ["coupon"] = coupon["code"],
        };
        using var quoted = await buyer.PostAsJsonAsync("/api/catalog/quote", body, Cancellation);
        var quote = (await quoted.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
        Assert.Equal(coupon["code"], (string)quote["discount"]!["coupon"]!);
        body["expectedTotal"] = (decimal)quote["total"]!;
        body["paymentToken"] = "tok_visa_4242";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var placed = await buyer.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, placed.StatusCode);

        var order = (string)(await placed.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["orderId"]!;
        var uses = await staff.SendAsync(HttpMethod.Get, $"/coupons/{coupon.Id}/uses");
        Assert.Equal([order], uses.Body.GetProperty("items").EnumerateArray().Select(use => use.GetProperty("orderId").GetString()));
        var read = await staff.SendAsync(HttpMethod.Get, $"/coupons/{coupon.Id}");
        // Being used is no change of it by staff.
        Assert.Equal(("1", coupon.Version), (read["uses"], read.Version));
        Assert.Equal(HttpStatusCode.Conflict, (await staff.SendAsync(HttpMethod.Delete, $"/coupons/{coupon.Id}", version: read.Version)).Status);
    }
}
