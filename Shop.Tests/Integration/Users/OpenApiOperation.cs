using System.Text.Json.Nodes;

namespace Shop.Tests.Integration.Users;

/// <summary>An operation as Users' OpenAPI document tells of it: what is added there is walked through without a word here.</summary>
sealed record OpenApiOperation(HttpMethod Method, string Path, string Name, bool IsPublic, bool IsForAdmins, JsonNode? Example, string[] BodyTypes, JsonObject? BodyFields)
{
    public static async Task<IReadOnlyList<OpenApiOperation>> ReadAsync(HttpClient users, CancellationToken cancellationToken)
    {
        var document = JsonNode.Parse(await users.GetStringAsync("/openapi/v1.json", cancellationToken))!;
        return [.. from path in document["paths"]!.AsObject()
                   where path.Key.StartsWith("/api/", StringComparison.Ordinal)
                   from operation in path.Value!.AsObject()
                   select Read(document, path.Key, operation.Key, operation.Value!)];
    }

    public bool HasJsonBody => BodyTypes.Contains("application/json");

    public override string ToString() => $"{Method} {Path}";

    private static OpenApiOperation Read(JsonNode document, string path, string method, JsonNode operation)
    {
        var policies = operation["security"]?.AsArray().SelectMany(static requirement => requirement!.AsObject()).SelectMany(static scheme => scheme.Value!.AsArray()).Select(static policy => policy!.GetValue<string>()).ToArray();
        var body = operation["requestBody"]?["content"]?.AsObject();
        var json = body?["application/json"];
        return new(new(method.ToUpperInvariant()), path, operation["operationId"]?.GetValue<string>() ?? "", policies is null, policies?.Contains("admin") == true,
            json?["example"], body is null ? [] : [.. body.Select(static content => content.Key)], Resolve(document, json?["schema"])?["properties"]?.AsObject());
    }

    /// <summary>What a schema that only refers to another stands for.</summary>
    public static JsonNode? Resolve(JsonNode document, JsonNode? schema)
    {
        if (schema?["oneOf"] is JsonArray choices)
            schema = choices.FirstOrDefault(static choice => choice?["$ref"] is not null);
        if (schema?["$ref"]?.GetValue<string>() is not { } reference)
            return schema;
        JsonNode? node = document;
        foreach (var part in reference.TrimStart('#', '/').Split('/'))
            node = node?[part];
        return node;
    }
}
