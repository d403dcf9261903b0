namespace Shop.Catalog.Products;

/// <summary>Only what is published is shown and sold.</summary>
enum ProductStatus : short
{
    Draft = 0,
    Published = 1,

    /// <summary>No longer sold, but kept: orders refer to it.</summary>
    Archived = 2,
}
