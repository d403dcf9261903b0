using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Shop.Web.Clients;

namespace Shop.Web.Components.Store;

/// <summary>JSON-LD after schema.org. What could end the script element is escaped by the encoder.</summary>
static class StructuredData
{
    static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Breadcrumbs(HttpRequest request, IReadOnlyList<(string Name, string Address)> trail, string current) =>
        BreadcrumbList(request, trail, current).ToJsonString(Options);

    public static string Product(HttpRequest request, ProductDetails product, IReadOnlyList<(string Name, string Address)> trail)
    {
        var thing = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = product.Name,
            ["description"] = product.Description,
            ["sku"] = product.Sku,
            ["image"] = new JsonArray([.. product.Pictures.Select(address => (JsonNode)Absolute(request, address))]),
            ["brand"] = new JsonObject { ["@type"] = "Brand", ["name"] = product.Brand },
            ["offers"] = new JsonObject
            {
                ["@type"] = "Offer",
                ["url"] = Absolute(request, Addresses.Product(product.Slug)),
                ["price"] = product.Price.Amount.ToString("0.00", CultureInfo.InvariantCulture),
                ["priceCurrency"] = product.Price.Currency,
                ["availability"] = "https://schema.org/" + (product.Stock > 0 ? "InStock" : "OutOfStock"),
            },
        };
        if (product.Rating.Count > 0)
            thing["aggregateRating"] = new JsonObject
            {
                ["@type"] = "AggregateRating",
                ["ratingValue"] = product.Rating.Average,
                ["reviewCount"] = product.Rating.Count,
            };
        return new JsonArray(thing, BreadcrumbList(request, trail, product.Name)).ToJsonString(Options);
    }

    static JsonObject BreadcrumbList(HttpRequest request, IReadOnlyList<(string Name, string Address)> trail, string current)
    {
        var items = new JsonArray();
        foreach (var (name, address) in trail)
            items.Add(Item(name, Absolute(request, address)));
        items.Add(Item(current, null));
        return new JsonObject { ["@context"] = "https://schema.org", ["@type"] = "BreadcrumbList", ["itemListElement"] = items };

        JsonNode Item(string name, string? address)
        {
            var item = new JsonObject { ["@type"] = "ListItem", ["position"] = items.Count + 1, ["name"] = name };
            if (address is not null)
                item["item"] = address;
            return item;
        }
    }

    static string Absolute(HttpRequest request, string address) => $"{request.Scheme}://{request.Host.ToUriComponent()}{address}";
}
