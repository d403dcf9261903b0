using System.Text.Json.Serialization;

namespace Shop.Web.Clients;

// Public because Razor components are, and take them as parameters.

/// <summary>A category and what hangs below it; <see cref="ProductCount"/> includes the descendants' products.</summary>
public sealed record Category(string Slug, string Name, string Description, int ProductCount, IReadOnlyList<Category> Children)
{
    /// <summary>From this category down to the one called <paramref name="slug"/>; empty where it is not below.</summary>
    public IReadOnlyList<Category> PathTo(string slug)
    {
        if (Slug == slug)
            return [this];
        foreach (var child in Children)
            if (child.PathTo(slug) is { Count: > 0 } path)
                return [this, .. path];
        return [];
    }
}

public sealed record CategoryName(string Slug, string Name);

/// <summary>An amount in an ISO 4217 currency.</summary>
public sealed record Money(decimal Amount, string Currency);

/// <summary>The average of <see cref="Count"/> ratings, 1 to 5; 0 while there are none.</summary>
public sealed record Rating(decimal Average, int Count);

/// <summary>A product in a list. Catalog may not know its category for the second in which that has just been created.</summary>
public sealed record ProductSummary(
    Guid Id, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl);

/// <summary>How many products fit; where they are too many to count, at least so many.</summary>
public sealed record ProductTotal(int Count, bool IsExact);

/// <summary>How a search was understood, where no product had all its words: by which ones, or by any of them.</summary>
public sealed record SearchOutcome(string? Corrected, bool AllWords);

/// <summary>A value to narrow a list down to, and how many products would be left.</summary>
public sealed record FacetValue(string Value, int Count, bool Selected);

public sealed record CategoryFacet(string Value, string Name, int Count, bool Selected, IReadOnlyList<CategoryFacet> Children);

public sealed record Facets(
    IReadOnlyList<CategoryFacet> Category, IReadOnlyList<FacetValue> Brand, IReadOnlyList<FacetValue> Price, IReadOnlyList<FacetValue> Rating, IReadOnlyList<FacetValue> InStock);

/// <summary>Some products in order; <see cref="Next"/> asks for those that follow, and is null at the end.</summary>
public sealed record ProductPage(
    IReadOnlyList<ProductSummary> Items, string? Next, ProductTotal? Total = null, SearchOutcome? Search = null, Facets? Facets = null);

/// <summary>The page of a product, and when it last changed.</summary>
sealed record ProductAddress(Guid Id, string Slug, DateTimeOffset UpdatedAt);

/// <summary>The days between which something that is ordered now arrives.</summary>
public sealed record DeliveryEstimate(DateOnly From, DateOnly To);

public sealed record DeliveryOffer(string Country, string Method, string Name, DeliveryEstimate Delivery);

public sealed record RelatedProducts(IReadOnlyList<ProductSummary> BoughtTogether, IReadOnlyList<ProductSummary> Similar);

/// <summary>A product by itself. <see cref="Pictures"/> begin with the one at <see cref="PictureUrl"/>.</summary>
/// <param name="AllPictures">Null from a Catalog of before there were several.</param>
public sealed record ProductDetails(
    Guid Id, string Sku, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl,
    string Description, IReadOnlyList<CategoryName> CategoryPath, DateTimeOffset CreatedAt, [property: JsonPropertyName("pictures")] IReadOnlyList<string>? AllPictures = null)
{
    [JsonIgnore]
    public IReadOnlyList<string> Pictures => AllPictures ?? [PictureUrl];
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Category>))]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(ProductDetails))]
[JsonSerializable(typeof(RelatedProducts))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryOffer>))]
[JsonSerializable(typeof(IReadOnlyList<ProductAddress>))]
[JsonSerializable(typeof(IReadOnlyList<Guid>))]
sealed partial class CatalogJson : JsonSerializerContext;
