using Npgsql;

namespace Shop.Catalog.Products;

/// <summary>What a list reads of a product: all it shows, and no description.</summary>
sealed record ProductRow
{
    /// <summary>Of a table or subquery named p, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "p.id, p.sku, p.slug, p.name_en, p.name_zh, p.brand, p.category_id, p.price, p.currency, p.rating_average, p.rating_count, p.stock, p.created_at, p.sold, p.cover";

    public const int ColumnCount = 15;

    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Slug { get; init; }
    public required string NameEn { get; init; }
    public required string NameZh { get; init; }
    public required string Brand { get; init; }
    public required Guid CategoryId { get; init; }
    public required decimal Price { get; init; }
    public required string Currency { get; init; }
    public required decimal RatingAverage { get; init; }
    public required int RatingCount { get; init; }
    public required int Stock { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required int Sold { get; init; }

    /// <summary>The picture that staff has put first; null where it is drawn.</summary>
    public required Guid? Cover { get; init; }

    /// <summary>How well it fits what was searched, the larger the better; 0 where nothing was.</summary>
    public int Rank { get; init; }

    public static ProductRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Sku = reader.GetString(1),
        Slug = reader.GetString(2),
        NameEn = reader.GetString(3),
        NameZh = reader.GetString(4),
        Brand = reader.GetString(5),
        CategoryId = reader.GetGuid(6),
        Price = reader.GetDecimal(7),
        Currency = reader.GetString(8),
        RatingAverage = reader.GetDecimal(9),
        RatingCount = reader.GetInt32(10),
        Stock = reader.GetInt32(11),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(12),
        Sold = reader.GetInt32(13),
        Cover = reader.IsDBNull(14) ? null : reader.GetGuid(14),
    };
}
