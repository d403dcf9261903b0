using System.Text.Json.Nodes;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class OpenApiTests(ShopApplication shop)
{
    [Fact]
    public async Task Every_operation_says_what_it_does_and_shows_an_example()
    {
        using var users = await shop.ClientAsync("users");
        var document = JsonNode.Parse(await users.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;

        var lacking = new List<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject().Where(static path => path.Key.StartsWith("/api/users", StringComparison.Ordinal)))
            foreach (var (method, operation) in operations!.AsObject())
            {
                if (operation!["summary"]?.GetValue<string>() is not { Length: > 0 } || operation["operationId"] is null || operation["tags"] is null)
                    lacking.Add($"{method} {path} has no summary, name or tag.");
                if (operation["requestBody"]?["content"]?["application/json"] is { } body && body["example"] is null)
                    lacking.Add($"{method} {path} has no example of its body.");
                foreach (var (status, answer) in operation["responses"]!.AsObject().Where(static answer => answer.Key.StartsWith('2')))
                    if (answer!["content"]?["application/json"] is { } content && content["example"] is null)
                        lacking.Add($"{method} {path} has no example of its answer {status}.");
            }

        Assert.Empty(lacking);
    }
}
