using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Tests.Integration.Users;
using Xunit;

namespace Shop.Tests.Integration.Catalog;

/// <summary>
/// Each parameter and each field of each body in Catalog's OpenAPI document, with whatever people and programs send: never a failure of ours, always a
/// problem that names the field. What is added to the interface is walked through without a word here.
/// </summary>
public sealed class BadInputWalkTests(WalkedReplicas shop) : IClassFixture<WalkedReplicas>
{
    /// <summary>As JSON, since some of it no string of ours could hold.</summary>
    static readonly string[] Values =
    [
        "\"\"", "null", "\"   \"", $"\"{new string('x', 20_000)}\"", "7", "-1", "0", "1.5", "99999999999999999999", "1e400", "-79228162514264337593543950335", "[\"a\"]", "[null]", "{\"a\":\"b\"}", "true",
        "\"a\\u0000b\"", "\"a\\nb\"", "\"a\\ud800b\"", "\"👩‍👩‍👧‍👦 Zoë\"", "\"<script>alert('x')</script>\"", "\"'; drop table products; --\"", "\"2026-13-45\"", "\"00000000-0000-0000-0000-000000000000\"",
    ];

    static readonly string[] Parameters =
    [
        "", " ", "-1", "0", "1.5", "99999999999999999999", "1e400", "NaN", "a%00b", "%F0%9F%91%A9%20Zo%C3%AB", "..%2F..%2Fetc", "'%3B%20drop%20table%20products%3B%20--", "%ED%A0%80", new string('x', 2000),
        "eyJub25zZW5zZSI6dHJ1ZX0", "00000000-0000-0000-0000-000000000000",
    ];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_and_parameter_is_taken_or_refused_by_its_name_and_nothing_fails()
    {
        using var client = shop.Client(0, shop.Token("staff", "admin"));
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"1\"");
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Cancellation))!;
        var operations = (from path in document["paths"]!.AsObject()
                          where path.Key.StartsWith("/api/", StringComparison.Ordinal)
                          from operation in path.Value!.AsObject()
                          select (Path: path.Key, Method: new HttpMethod(operation.Key.ToUpperInvariant()), Description: operation.Value!)).ToList();
        Assert.True(operations.Count >= 40, $"The document has only {operations.Count} operations.");

        var wrong = new List<string>();
        var tried = 0;
        await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation }, async (operation, _) =>
        {
            foreach (var (field, isAlone, request) in Requests(document, operation.Path, operation.Method, operation.Description))
                using (request)
                {
                    using var answer = await client.SendAsync(request, Cancellation);
                    Interlocked.Increment(ref tried);
                    if (await FaultAsync(answer, isAlone ? field : null) is { } fault)
                        lock (wrong)
                            wrong.Add($"{operation.Method} {request.RequestUri}, {field}: {fault}");
                }
        });

        Assert.True(tried > 500, $"Only {tried} requests were tried.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Select(static text => text.Length > 400 ? text[..400] : text)));
        await shop.LedgerIsRightAsync();
    }

    /// <summary>Each with the field that is bad, and whether it is the only one: where the document has an example all others are good.</summary>
    static IEnumerable<(string Field, bool IsAlone, HttpRequestMessage Request)> Requests(JsonNode document, string path, HttpMethod method, JsonNode operation)
    {
        var parameters = operation["parameters"]?.AsArray().Select(static parameter => (Name: parameter!["name"]!.GetValue<string>(), In: parameter["in"]!.GetValue<string>())).ToList() ?? [];
        var json = operation["requestBody"]?["content"]?["application/json"];
        var example = json?["example"]?.AsObject();
        foreach (var (name, place) in parameters.Where(static parameter => parameter.In is "query" or "path"))
            foreach (var value in Parameters)
            {
                // An empty part of a path is another path, and one with a zero is refused by the server, before there is anything of ours.
                if (place == "path" && value is "" or " " or "a%00b")
                    continue;
                var address = place == "query" ? $"{Filled(path)}?{name}={value}" : Filled(path.Replace($"{{{name}}}", value, StringComparison.Ordinal));
                yield return (name, json is null || example is not null, Request(method, address, example?.ToJsonString()));
            }
        if (OpenApiOperation.Resolve(document, json?["schema"])?["properties"]?.AsObject() is not { } fields)
            yield break;
        foreach (var body in new[] { "", "null", "[]", "\"text\"", "{", "{\"a\":}" })
            yield return ("body", false, Request(method, Filled(path), body));
        foreach (var field in fields.Select(static field => field.Key))
            foreach (var value in Values)
            {
                var body = example?.DeepClone().AsObject() ?? [];
                body[field] = "here";
                yield return (field, example is not null, Request(method, Filled(path), body.ToJsonString().Replace("\"here\"", value, StringComparison.Ordinal)));
            }
    }

    static HttpRequestMessage Request(HttpMethod method, string address, string? body)
    {
        var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    static string Filled(string path) => string.Join('/', path.Split('/').Select(static part => part.StartsWith('{') ? Guid.NewGuid().ToString() : part));

    /// <summary>Null where the answer is right.</summary>
    static async Task<string?> FaultAsync(HttpResponseMessage answer, string? field)
    {
        if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotModified)
            return null;
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        if ((int)answer.StatusCode >= 500)
            return $"{(int)answer.StatusCode} {text}";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{(int)answer.StatusCode} is no problem: {text}";
        if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity))
            return null;
        if (!JsonNode.Parse(text)!.AsObject().TryGetPropertyValue("errors", out var errors) || errors is not JsonObject { Count: > 0 } named)
            return $"{(int)answer.StatusCode} names no field: {text}";
        // What is 422 may also be about something that the example names and that is not there.
        if (field is not null && answer.StatusCode == HttpStatusCode.BadRequest && !named.Any(error => IsOf(field, error.Key)))
            return $"the error names another field: {text}";
        return null;
    }

    /// <summary>The field itself, a part of it, or the body where it can't be read at all.</summary>
    static bool IsOf(string field, string name) =>
        name == field || name == "body" || name.StartsWith(field + ".", StringComparison.Ordinal) || name.StartsWith(field + "[", StringComparison.Ordinal);
}
