namespace Shop.Catalog.Categories;

/// <summary>A node of the category tree; products may hang on any node.</summary>
class Category
{
    public required Guid Id { get; init; }

    public required string Slug { get; set; }

    public required string NameEn { get; set; }

    public required string NameZh { get; set; }

    public required string DescriptionEn { get; set; }

    public required string DescriptionZh { get; set; }

    /// <summary>Null for a root.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>The order among siblings.</summary>
    public required int Position { get; set; }

    /// <summary>Counts the changes by staff, who change the version that they have read.</summary>
    public int Version { get; set; } = 1;
}
