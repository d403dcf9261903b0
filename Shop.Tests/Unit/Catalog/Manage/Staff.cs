using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Manage;

/// <summary>A member of staff at work.</summary>
sealed class Staff(CatalogServices services)
{
    private const string Manage = "/api/catalog/manage";

    private readonly HttpClient _client = Patient(services.As(Roles.Customer, Roles.Staff));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static JsonObject NewProduct(string sku, Guid category, string nameEn = "Quiet Test Mug", decimal price = 12.5m) => new()
    {
        ["sku"] = sku,
        ["nameEn"] = nameEn,
        ["nameZh"] = "测试杯",
        ["descriptionEn"] = "For tests.",
        ["descriptionZh"] = "仅供测试。",
        ["brand"] = "Studio Test",
        ["categoryId"] = category,
        ["price"] = new JsonObject { ["amount"] = price, ["currency"] = "USD" },
    };

    /// <summary>A large file takes its time beside other tests.</summary>
    private static HttpClient Patient(HttpClient client)
    {
        client.Timeout = TimeSpan.FromMinutes(10);
        return client;
    }

    public static string NewSku() => $"TST-{Guid.NewGuid():N}";

    public async Task<Guid> CategoryAsync(string slug) =>
        (Guid)(await services.ScalarAsync($"select id from categories where slug = '{slug}'"))!;

    /// <summary>A product that has just been made, and its version.</summary>
    public async Task<Reply> CreatedAsync(string? nameEn = null, bool published = false)
    {
        var reply = await SendAsync(HttpMethod.Post, "/products", NewProduct(NewSku(), await CategoryAsync("mugs"), nameEn ?? $"Mug {Guid.NewGuid():N}"));
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        return published ? await SendAsync(HttpMethod.Post, $"/products/{reply.Id}/publish", version: reply.Version) : reply;
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, Manage + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(version));
        using var response = await _client.SendAsync(request, Cancellation);
        return await Reply.ReadAsync(response);
    }

    public async Task<Reply> ImportAsync(string csv, bool dryRun = false) => await ImportAsync(System.Text.Encoding.UTF8.GetBytes(csv), dryRun);

    public async Task<Reply> ImportAsync(byte[] csv, bool dryRun = false)
    {
        using var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await _client.PostAsync($"{Manage}/products/import?dryRun={(dryRun ? "true" : "false")}", content, Cancellation);
        return await Reply.ReadAsync(response);
    }

    public Task<byte[]> ExportAsync() => _client.GetByteArrayAsync($"{Manage}/products/export", Cancellation);
}

sealed record Reply(HttpStatusCode Status, string? Version, JsonElement Body)
{
    public Guid Id => Body.GetProperty("id").GetGuid();

    public string this[string name] => Body.GetProperty(name).ToString();

    public IEnumerable<string> Fields => Body.GetProperty("errors").EnumerateObject().Select(static error => error.Name);

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if ((int)response.StatusCode >= 400)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return new(response.StatusCode, response.Headers.ETag?.ToString(), text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
