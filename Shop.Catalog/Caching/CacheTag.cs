namespace Shop.Catalog.Caching;

/// <summary>What cached answers hang on. The triggers in Caching.sql write the same names.</summary>
static class CacheTag
{
    /// <summary>Which products there are, in which order and how many: every list and search, whatever it is narrowed down to.</summary>
    public const string Products = "products";

    /// <summary>The categories' names and places, which nearly every answer shows.</summary>
    public const string Categories = "categories";

    const string CategoryPrefix = "c:";

    /// <summary>Whether the numbers of products hang on it.</summary>
    public static bool IsOfCounts(string tag) => tag == Products || tag.StartsWith(CategoryPrefix, StringComparison.Ordinal);

    /// <summary>All that is shown of one product.</summary>
    public static string Product(Guid id) => $"p:{id}";

    /// <summary>Which products hang on a category itself, in which order and how many.</summary>
    public static string Category(Guid id) => CategoryPrefix + id;
}
