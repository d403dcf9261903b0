using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Shop.Tests.Servers;
using Shop.Tests.Unit.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Integration.Checkout;

/// <summary>Two processes of Catalog on one database and one broker, which nobody else reads: what is published stays to be counted.</summary>
public class TwoReplicas(PostgresServer server) : IAsyncLifetime
{
    private readonly TokenProvider _tokens = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal ServiceReplica[] Replicas { get; private set; } = [];

    public string Database { get; private set; } = "";

    public string Broker { get; private set; } = "";

    protected virtual string EnvironmentName => "Production";

    /// <summary>Nobody listens there: a checkout of lines does without.</summary>
    protected virtual string Cache => "127.0.0.1:1,abortConnect=false,connectTimeout=200";

    public virtual async ValueTask InitializeAsync()
    {
        (Database, Broker) = (await server.CreateDatabaseAsync("catalog"), await server.CreateDatabaseAsync("broker"));
        await _tokens.StartAsync();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
            ["ConnectionStrings__catalogdb"] = Database,
            ["ConnectionStrings__messagingdb"] = Broker,
            ["ConnectionStrings__cache"] = Cache,
            ["Catalog__Seed__Products"] = "20",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in _tokens.Settings)
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        Replicas = [new("Shop.Catalog", environment), new("Shop.Catalog", environment)];
        await Task.WhenAll(Replicas.Select(replica => replica.StartAsync(Cancellation)));
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
        await _tokens.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client of one replica, as a person of these roles, the same at both where the token is; anonymous with an empty one.</summary>
    internal HttpClient Client(int replica = 0, string? token = null)
    {
        var client = new HttpClient { BaseAddress = Replicas[replica].Address, Timeout = TimeSpan.FromSeconds(30) };
        if (token != "")
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token());
        return client;
    }

    /// <summary>What a service must know to believe the tokens of these tests.</summary>
    protected IEnumerable<KeyValuePair<string, string>> TokenSettings => _tokens.Settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    internal string Token(params string[] roles) => _tokens.PersonToken(["customer", .. roles]);

    internal async Task<Guid> ProductAsync(int stock, decimal price = 20.00m)
    {
        var id = Guid.CreateVersion7();
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            """
            with product as (
                insert into products (id, sku, slug, name_en, name_zh, description_en, description_zh, price, currency, category_id, brand, stock, rating_sum, rating_count, status, created_at, updated_at)
                select $1, $1::text, $1::text, 'Thing', '东西', '', '', $2, 'USD', (select id from categories limit 1), 'Test', 0, 0, 0, 1, now(), now()
                returning id
            )
            select id from product
            """, connection)
        { Parameters = { new() { Value = id }, new() { Value = price } } };
        await command.ExecuteScalarAsync(Cancellation);
        await using var receive = new NpgsqlCommand("select move_stock(1::smallint, null, 'test', null, now(), array[$1], array[$2], array[$2], null)", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = stock } },
        };
        await receive.ExecuteNonQueryAsync(Cancellation);
        return id;
    }

    internal async Task<T> ScalarAsync<T>(string sql, string? database = null)
    {
        await using var connection = new NpgsqlConnection(database ?? Database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    internal Task<int> StockAsync(Guid product) => ScalarAsync<int>($"select stock from products where id = '{product}'");

    /// <summary>What a staff member's check answers.</summary>
    internal async Task LedgerIsRightAsync()
    {
        using var staff = Client(0, Token("staff"));
        var check = await staff.GetFromJsonAsync<JsonElement>("/api/catalog/manage/stock/check", Cancellation);
        Assert.True(check.GetProperty("isRight").GetBoolean(), check.ToString());
    }

    /// <summary>A checkout as the storefront sends it, at the total that a quote gives.</summary>
    internal static async Task<Dictionary<string, object?>> BodyAsync(HttpClient client, params (Guid Product, int Quantity)[] lines)
    {
        var body = new Dictionary<string, object?>
        {
            ["lines"] = lines.Select(line => new { productId = line.Product, quantity = line.Quantity }),
            ["shippingAddress"] = new { recipient = "Ada Lovelace", phone = "+14155552671", country = "US", region = "CA", city = "San Francisco", line1 = "1 Market Street", postalCode = "94105" },
            ["shippingMethod"] = "standard",
        };
        using var quote = await client.PostAsJsonAsync("/api/catalog/quote", body, Cancellation);
        Assert.True(quote.IsSuccessStatusCode, await quote.Content.ReadAsStringAsync(Cancellation));
        body["expectedTotal"] = (await quote.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("total").GetDecimal();
        body["paymentToken"] = "tok_visa_4242";
        return body;
    }

    internal static async Task<HttpResponseMessage> PlaceAsync(HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await client.SendAsync(request, Cancellation);
    }
}
