using System.Globalization;
using Npgsql;

namespace Shop.Catalog.Search;

/// <summary>The number of products that are alike in all that one can filter by.</summary>
sealed record FacetCell(Guid CategoryId, string Brand, int PriceBand, int Rating, bool InStock, int Count)
{
    /// <summary>A value of each facet as <c>product_facets</c> in the database writes it.</summary>
    public static string CategoryValue(Guid id) => $"c{id}";

    public static string BrandValue(string brand) => $"b{brand}";

    public static string PriceValue(int band) => string.Create(CultureInfo.InvariantCulture, $"p{band}");

    public static string RatingValue(int rating) => string.Create(CultureInfo.InvariantCulture, $"r{rating}");

    public const string InStockValue = "s1";

    /// <summary>From rows of facets and their count.</summary>
    public static FacetCell Read(NpgsqlDataReader reader)
    {
        var (category, brand, price, rating, inStock) = (Guid.Empty, "", 0, 0, false);
        foreach (var facet in reader.GetFieldValue<string[]>(0))
        {
            var value = facet.AsSpan(1);
            switch (facet[0])
            {
                case 'c':
                    category = Guid.ParseExact(value, "D");
                    break;
                case 'b':
                    brand = value.ToString();
                    break;
                case 'p':
                    price = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case 'r':
                    rating = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case 's':
                    inStock = value is "1";
                    break;
            }
        }
        return new(category, brand, price, rating, inStock, (int)reader.GetInt64(1));
    }
}
