using Shop.Web.Clients;

namespace Shop.Web.Components.Admin.Categories;

/// <summary>A category as somebody types it.</summary>
public sealed class CategoryForm
{
    public string? NameEn { get; set; }

    public string? NameZh { get; set; }

    public string? DescriptionEn { get; set; }

    public string? DescriptionZh { get; set; }

    public string? Slug { get; set; }

    public string? Parent { get; set; }

    /// <summary>The version that this is a change of.</summary>
    public int Version { get; set; }

    public static CategoryForm Of(ManagedCategory category) => new()
    {
        NameEn = category.NameEn,
        NameZh = category.NameZh,
        DescriptionEn = category.DescriptionEn,
        DescriptionZh = category.DescriptionZh,
        Slug = category.Slug,
        Version = category.Version,
    };

    public CategoryBody ToBody() => new(
        NameEn ?? "", NameZh ?? "", DescriptionEn ?? "", DescriptionZh ?? "", Guid.TryParse(Parent, out var parent) ? parent : null, string.IsNullOrWhiteSpace(Slug) ? null : Slug.Trim());
}

/// <summary>Where a category is to stand.</summary>
public sealed class PlaceForm
{
    public string? Parent { get; set; }

    /// <summary>From 1, as people count.</summary>
    public string? Position { get; set; }

    public int Version { get; set; }
}
