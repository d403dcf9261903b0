using System.Globalization;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

/// <summary>A row of a file, checked by itself; null is what the file says nothing of.</summary>
sealed record ImportRow(
    int Row, string Sku, string? Slug, string? NameEn, string? NameZh, string? DescriptionEn, string? DescriptionZh, string? Brand, string? Category, decimal? Price, int? WeightGrams,
    ProductStatus? Status)
{
    public static ImportRow Read(int row, Func<string, string?> cell, ImportErrors errors)
    {
        string? Text(string column, Func<string, string?> rule)
        {
            var text = cell(column);
            if (text is not null)
                errors.Add(row, column, rule(text));
            return text;
        }
        return new(
            row,
            Text(ImportColumns.Sku, ProductRules.Sku) ?? "",
            // An empty slug is one to be found.
            cell(ImportColumns.Slug) is { Length: > 0 } ? Text(ImportColumns.Slug, ProductRules.Slug) : null,
            Text(ImportColumns.NameEn, text => ProductRules.Text(text, Product.NameLength)),
            Text(ImportColumns.NameZh, text => ProductRules.Text(text, Product.NameLength)),
            Text(ImportColumns.DescriptionEn, ProductRules.Description),
            Text(ImportColumns.DescriptionZh, ProductRules.Description),
            Text(ImportColumns.Brand, text => ProductRules.Text(text, Product.BrandLength)),
            Text(ImportColumns.Category, text => ProductRules.Slug(text)),
            ReadPrice(row, cell, errors),
            ReadWeight(row, cell(ImportColumns.WeightGrams), errors),
            ReadStatus(row, cell(ImportColumns.Status), errors));
    }

    /// <summary>By its name, for a new product.</summary>
    public string NewSlug => NameEn is null ? "" : Manage.Slug.Of(NameEn, Sku);

    static decimal? ReadPrice(int row, Func<string, string?> cell, ImportErrors errors)
    {
        if (cell(ImportColumns.Currency) is { Length: > 0 } currency)
            errors.Add(row, ImportColumns.Currency, ProductRules.Currency(currency));
        if (cell(ImportColumns.Price) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var price))
        {
            errors.Add(row, ImportColumns.Price, Language.Choose("Must be a number such as 19.50.", "须为数字，例如 19.50。"));
            return null;
        }
        errors.Add(row, ImportColumns.Price, ProductRules.Price(price));
        return price;
    }

    /// <summary>An empty cell says nothing of it.</summary>
    static int? ReadWeight(int row, string? text, ImportErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grams);
        // What is no whole number is told as what is too large: the rule says both.
        errors.Add(row, ImportColumns.WeightGrams, ProductRules.Weight(isNumber ? grams : -1));
        return grams;
    }

    static ProductStatus? ReadStatus(int row, string? text, ImportErrors errors)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "":
                return null;
            case "draft":
                return ProductStatus.Draft;
            case "published":
                return ProductStatus.Published;
            case "archived":
                return ProductStatus.Archived;
            default:
                errors.Add(row, ImportColumns.Status, Language.Choose("Must be draft, published or archived.", "须为 draft、published 或 archived。"));
                return null;
        }
    }
}
