namespace Shop.Catalog.Caching;

/// <summary><c>Catalog:Caching</c>.</summary>
sealed class CachingOptions
{
    /// <summary>Off only to measure what the database can do.</summary>
    public bool Enabled { get; init; } = true;
}
