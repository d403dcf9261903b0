using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

/// <summary>Each field of each body in the OpenAPI document, with whatever people and programs send: a clear error by the field's name, or stored exactly.</summary>
public sealed class BadInputTests(ShopApplication shop)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>As JSON, since some of it no string of ours could hold.</summary>
    private static readonly (string Name, string Json)[] s_values =
    [
        ("nothing", "\"\""),
        ("null", "null"),
        ("space", "\"   \""),
        ("too long", $"\"{new string('x', 20_000)}\""),
        ("a number", "7"),
        ("a huge number", "1e400"),
        ("an array", "[\"a\"]"),
        ("an object", "{\"a\":\"b\"}"),
        ("true", "true"),
        ("a control character", "\"a\\u0000b\""),
        ("a line break", "\"a\\nb\""),
        ("an override of direction", "\"a\\u202eb\""),
        ("half a character", "\"a\\ud800b\""),
        ("an emoji", "\"👩‍👩‍👧‍👦 Zoë\""),
        ("right-to-left text", "\"שלום ومرحبا\""),
        ("markup", "\"<script>alert('x')</script>\""),
        ("SQL", "\"'; drop table users; --\""),
    ];

    [Fact]
    public async Task Every_field_takes_it_as_it_is_or_says_what_is_wrong()
    {
        var admin = await RegisteredUser.CreateAsync(shop, "admin");
        using var client = await shop.SignedInAsync("users", admin);
        var someone = await RegisteredUser.CreateAsync(shop);
        var address = await AddressAsync(client);
        var operations = (await OpenApiOperation.ReadAsync(client, Cancel)).Where(static operation => operation.HasJsonBody).ToArray();
        Assert.True(operations.Length >= 4, $"Only {operations.Length} operations take a body.");

        var wrong = new List<string>();
        foreach (var operation in operations)
        {
            Assert.True(operation.BodyFields is { Count: > 0 } && operation.Example is not null, $"{operation} has no schema or no example of its body.");
            foreach (var field in operation.BodyFields!.Select(static field => field.Key))
                foreach (var (name, json) in s_values)
                {
                    var body = operation.Example!.DeepClone().AsObject();
                    // Nobody registers twice with the same address.
                    if (body.ContainsKey("email") && field != "email")
                        body["email"] = $"walker-{Guid.NewGuid():n}@example.com";
                    body[field] = "here";
                    using var answer = await SendAsync(client, operation, operation.Path.Contains("/me/", StringComparison.Ordinal) ? address : someone.Id.ToString(), body.ToJsonString().Replace("\"here\"", json, StringComparison.Ordinal));
                    if (await FaultAsync(answer, field, json) is { } fault)
                        wrong.Add($"{operation}, {field}, {name}: {fault}");
                    if (operation.Method == HttpMethod.Post && answer.Headers.Location is { } created)
                        await client.DeleteAsync(created, Cancel);
                }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"displayName\":}")]
    public async Task A_body_that_is_no_object_is_a_clear_error(string body)
    {
        using var client = await shop.SignedInAsync("users");

        foreach (var operation in (await OpenApiOperation.ReadAsync(client, Cancel)).Where(static operation => operation is { HasJsonBody: true, IsForAdmins: false }))
        {
            using var answer = await SendAsync(client, operation, Guid.Empty.ToString(), body);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{operation}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.RefusedFieldsAsync());
        }
    }

    [Theory]
    [InlineData("/api/users/me/security-events?limit=0", "limit")]
    [InlineData("/api/users/me/security-events?limit=many", "limit")]
    [InlineData("/api/users/me/security-events?after=nonsense", "after")]
    [InlineData("/api/users?limit=101", "limit")]
    [InlineData("/api/users?after=nonsense", "after")]
    [InlineData("/api/users?search=a%00b", "search")]
    public async Task A_bad_parameter_is_named(string path, string field)
    {
        using var client = await shop.SignedInAsync("users", null, "admin");

        using var answer = await client.GetAsync(path, Cancel);

        Assert.Equal([field], await answer.RefusedFieldsAsync());
    }

    /// <summary>Null where the answer is right.</summary>
    private static async Task<string?> FaultAsync(HttpResponseMessage answer, string field, string json)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        if (answer.StatusCode == HttpStatusCode.BadRequest)
            return JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().All(error => IsOf(field, error.Name)) ? null : $"the error names another field: {text}";
        if (!answer.IsSuccessStatusCode)
            return $"{answer.StatusCode} {text}";
        // A secret does not come back.
        if (text.Length == 0 || JsonNode.Parse(text)!.AsObject() is not { } stored || !stored.ContainsKey(field))
            return null;
        var (sent, kept) = (JsonNode.Parse(json), stored[field]);
        var isRight = sent?.GetValueKind() switch
        {
            // Nothing but space is nothing.
            JsonValueKind.String => string.IsNullOrWhiteSpace(sent.GetValue<string>()) ? kept is null : kept?.GetValue<string>() == sent.GetValue<string>(),
            null or JsonValueKind.True => kept is null || kept.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            _ => false,
        };
        return isRight ? null : $"{json} is stored as {kept?.ToJsonString()}";
    }

    /// <summary>The field itself, a part of it, or the body where it can't be read at all.</summary>
    private static bool IsOf(string field, string name) => name == field || name == "body" || name.StartsWith(field + ".", StringComparison.Ordinal) || name.StartsWith(field + "[", StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, OpenApiOperation operation, string id, string body)
    {
        using var request = new HttpRequestMessage(operation.Method, operation.Path.Replace("{id}", id, StringComparison.Ordinal)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        // Limits by address are not what is tried here.
        request.Headers.Add("X-Forwarded-For", $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
        return await client.SendAsync(request, Cancel);
    }

    private static async Task<string> AddressAsync(HttpClient client)
    {
        using var content = new StringContent("""{"recipient":"Ada","phone":"+14155552671","country":"US","region":"CA","city":"San Francisco","line1":"1 Market Street","postalCode":"94105"}""", Encoding.UTF8, "application/json");
        return (await (await client.PostAsync("/api/users/me/addresses", content, Cancel)).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }
}
