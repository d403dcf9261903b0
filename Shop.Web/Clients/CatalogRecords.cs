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

/// <summary>Some products in order; <see cref="Next"/> asks for those that follow, and is null at the end.</summary>
public sealed record ProductPage(IReadOnlyList<ProductSummary> Items, string? Next);

public sealed record ProductDetails(
    Guid Id, string Sku, string Slug, string Name, string Brand, CategoryName? Category, Money Price, Rating Rating, int Stock, string PictureUrl,
    string Description, IReadOnlyList<CategoryName> CategoryPath, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Category>))]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(ProductDetails))]
sealed partial class CatalogJson : JsonSerializerContext;
