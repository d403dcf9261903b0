using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Shop.Catalog.Search;

namespace Shop.Catalog.Products;

/// <summary>Tells the OpenAPI document what the list's parameters are, which the endpoint takes as text.</summary>
static class ProductListOpenApi
{
    public static void Describe(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            (parameter.Description, parameter.Schema) = parameter.Name switch
            {
                "q" => ("What is searched, in English or Chinese: words of names, descriptions, brands and categories, or a sku.", Text(SearchTerms.LongestText)),
                "category" => ("A category's slug; its descendants are included.", Several(Text())),
                "brand" => ("A brand as it is written.", Several(Text())),
                "price" => ($"A range of prices such as 25-50 or 100-, from and to one of {PriceBands.Edges}.", Several(Text())),
                "rating" => ("The least average rating.", Number(1, FacetCounter.HighestRating)),
                "inStock" => ("Only what can be had at once.", Flag()),
                "sort" => ("The order; a minus turns it round. Relevance, the default of a search, is newest where nothing is searched.", new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. ProductSorts.Names.Select(name => JsonValue.Create(name))],
                }),
                "limit" => ("How many products at most.", Number(1, ProductListParameters.LargestLimit, ProductListParameters.DefaultLimit)),
                "after" => ("The next of the page before; of the same sort and language.", Text()),
                "before" => ("The previous of the page after; of the same sort and language.", Text()),
                "facets" => ("Whether to count what the list can be narrowed down to.", Flag()),
                _ => (parameter.Description, parameter.Schema),
            };
    }

    static OpenApiSchema Text(int? longest = null) => new() { Type = JsonSchemaType.String, MaxLength = longest };

    static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean, Default = false };

    static OpenApiSchema Several(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item, MaxItems = ProductListParameters.MostValues };

    static OpenApiSchema Number(int least, int most, int? otherwise = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Default = otherwise,
    };
}
