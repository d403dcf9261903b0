using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Components.Admin.Forms;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Products;

/// <summary>A product as somebody types it: text until the service has read it.</summary>
public sealed class ProductForm
{
    /// <summary>The one that Catalog sells in.</summary>
    const string Currency = "USD";

    public string? Sku { get; set; }

    public string? NameEn { get; set; }

    public string? NameZh { get; set; }

    public string? DescriptionEn { get; set; }

    public string? DescriptionZh { get; set; }

    public string? Brand { get; set; }

    public string? Category { get; set; }

    public string? Price { get; set; }

    public string? Slug { get; set; }

    public string? Weight { get; set; }

    /// <summary>The version that this is a change of.</summary>
    public int Version { get; set; }

    public static ProductForm Of(ManagedProduct product) => new()
    {
        Sku = product.Sku,
        NameEn = product.NameEn,
        NameZh = product.NameZh,
        DescriptionEn = product.DescriptionEn,
        DescriptionZh = product.DescriptionZh,
        Brand = product.Brand,
        Category = product.CategoryId.ToString(),
        Price = product.Price.Amount.ToString("0.00", CultureInfo.InvariantCulture),
        Slug = product.Slug,
        Weight = product.WeightGrams.ToString(CultureInfo.InvariantCulture),
        Version = product.Version,
    };

    /// <summary>Null, with what is wrong, where numbers are none.</summary>
    internal ProductBody? Read(OfficeErrors errors, IStringLocalizer<Text> T)
    {
        if (!decimal.TryParse(Price?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var price))
            errors.Add("price.amount", T["Admin.WrongPrice"]);
        int? weight = null;
        if (int.TryParse(Weight?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grams))
            weight = grams;
        else if (!string.IsNullOrWhiteSpace(Weight))
            errors.Add("weightGrams", T["Admin.WrongNumber"]);
        if (!Guid.TryParse(Category, out var category))
            errors.Add("categoryId", T["Admin.NoCategory"]);
        return errors.Any ? null : new(
            Sku?.Trim() ?? "", NameEn ?? "", NameZh ?? "", DescriptionEn ?? "", DescriptionZh ?? "", Brand ?? "", category, new(price, Currency),
            string.IsNullOrWhiteSpace(Slug) ? null : Slug.Trim(), weight);
    }
}
