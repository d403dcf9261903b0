using Npgsql;
using Shop.Catalog.Products;

namespace Shop.Catalog.Checkout;

/// <summary>What a checkout reads of a product.</summary>
sealed record ProductForSale(
    Guid Id, string Sku, string Slug, string NameEn, string NameZh, decimal Price, string Currency, int Stock, int WeightGrams, ProductStatus Status)
{
    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns = "id, sku, slug, name_en, name_zh, price, currency, stock, weight_grams, status";

    public static ProductForSale Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetDecimal(5), reader.GetString(6),
        reader.GetInt32(7), reader.GetInt32(8), (ProductStatus)reader.GetInt16(9));
}
