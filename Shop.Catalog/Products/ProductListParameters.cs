using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Shop.Catalog.Products;

/// <summary>Tells the OpenAPI document what the list's parameters are, which the endpoint takes as text.</summary>
static class ProductListParameters
{
    public static void Describe(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            (parameter.Description, parameter.Schema) = parameter.Name switch
            {
                "category" => ("A category's slug; its descendants are included.", Text()),
                "sort" => ("The order; a minus turns it round.", new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. ProductSorts.Names.Select(name => JsonValue.Create(name))],
                    Default = ProductSorts.Names[0],
                }),
                "limit" => ("How many products at most.", new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = ProductEndpoints.LargestLimit.ToString(CultureInfo.InvariantCulture),
                    Default = ProductEndpoints.DefaultLimit,
                }),
                "after" => ("The next of the page before; of the same sort and language.", Text()),
                _ => (parameter.Description, parameter.Schema),
            };
    }

    static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
