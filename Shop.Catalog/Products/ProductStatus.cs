using System.Text.Json.Serialization;

namespace Shop.Catalog.Products;

/// <summary>Only what is published is shown and sold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProductStatus>))]
enum ProductStatus : short
{
    [JsonStringEnumMemberName("draft")]
    Draft = 0,

    [JsonStringEnumMemberName("published")]
    Published = 1,

    /// <summary>No longer sold, but kept: orders refer to it.</summary>
    [JsonStringEnumMemberName("archived")]
    Archived = 2,
}
