namespace Shop.Catalog.Manage.Import;

/// <summary>The columns of a file of products, in the order in which an export writes them.</summary>
static class ImportColumns
{
    public const string Sku = "sku", Slug = "slug", NameEn = "name_en", NameZh = "name_zh", DescriptionEn = "description_en", DescriptionZh = "description_zh",
        Brand = "brand", Category = "category", Price = "price", Currency = "currency", WeightGrams = "weight_grams", Status = "status";

    /// <summary>Only told by an export: it changes by the ledger alone, and what an import has there is passed over.</summary>
    public const string Stock = "stock";

    public static readonly string[] All = [Sku, Slug, NameEn, NameZh, DescriptionEn, DescriptionZh, Brand, Category, Price, Currency, WeightGrams, Status, Stock];

    /// <summary>Null, and what is wrong, where the header is none of ours.</summary>
    public static Dictionary<string, int>? ReadHeader(IReadOnlyList<string> names, ImportErrors errors)
    {
        var columns = new Dictionary<string, int>();
        for (var index = 0; index < names.Count; index++)
        {
            var name = names[index].Trim().ToLowerInvariant();
            if (!All.Contains(name))
                errors.Add(1, names[index], $"There is no such column. There are: {string.Join(", ", All)}.");
            else if (!columns.TryAdd(name, index))
                errors.Add(1, name, "Stands twice.");
        }
        if (!columns.ContainsKey(Sku))
            errors.Add(1, Sku, "Is required: it says which product a row is.");
        return errors.Count > 0 ? null : columns;
    }
}
