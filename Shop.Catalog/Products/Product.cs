using Shop.Catalog.Categories;

namespace Shop.Catalog.Products;

/// <summary>An article of the shop. Names and descriptions come in English and in simplified Chinese.</summary>
class Product
{
    public const int NameLength = 200;
    public const int SlugLength = 220;
    public const int BrandLength = 100;
    public const int DefaultWeightGrams = 500;

    /// <summary>The one that all prices are in. Rows hold it all the same, so that an amount never stands alone.</summary>
    public const string ShopCurrency = "USD";

    /// <summary>A UUIDv7, so that new rows land at the end of the primary key's index.</summary>
    public required Guid Id { get; init; }

    public required string Sku { get; init; }

    /// <summary>What the product is called in addresses.</summary>
    public required string Slug { get; set; }

    public required string NameEn { get; set; }

    public required string NameZh { get; set; }

    public required string DescriptionEn { get; set; }

    public required string DescriptionZh { get; set; }

    public required decimal Price { get; set; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }

    public required Guid CategoryId { get; set; }

    public Category? Category { get; set; }

    public required string Brand { get; set; }

    /// <summary>How many can be bought. Only the ledger changes it: see Stock.</summary>
    public required int Stock { get; set; }

    /// <summary>Packed, as it is sent.</summary>
    public int WeightGrams { get; set; } = DefaultWeightGrams;

    public required ProductStatus Status { get; set; }

    /// <summary>The sum of all ratings, 1 to 5 each: with the count it keeps the average exact however many reviews come and go.</summary>
    public int RatingSum { get; set; }

    public int RatingCount { get; set; }

    /// <summary>Computed by the database from sum and count, two places; 0 without ratings.</summary>
    public decimal RatingAverage { get; private set; }

    /// <summary>Pieces sold, as lists are ordered by: brought up to date once a minute, so that an order does not move the row in every index.</summary>
    public int Sold { get; private set; }

    /// <summary>The picture that staff has put first, which lists show; null where it is drawn. Only the gallery changes it: see Gallery.</summary>
    public Guid? Cover { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When staff changed it last.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Counts the changes by staff, who change the version that they have read. Orders change stock without it.</summary>
    public int Version { get; set; } = 1;
}
