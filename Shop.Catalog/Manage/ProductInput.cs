using System.Text.RegularExpressions;
using Shop.Catalog.Products;

namespace Shop.Catalog.Manage;

/// <summary>A product as staff writes it. Stock is not among it: it changes by the ledger alone.</summary>
sealed record ProductInput(
    string Sku, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, string Brand, Guid CategoryId, Money Price, string? Slug = null,
    int? WeightGrams = null)
{
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        void Check(string field, string? error)
        {
            if (error is not null)
                errors[field] = [error];
        }
        Check("sku", ProductRules.Sku(Sku));
        Check("slug", Slug is null ? null : ProductRules.Slug(Slug));
        Check("nameEn", ProductRules.Text(NameEn, Product.NameLength));
        Check("nameZh", ProductRules.Text(NameZh, Product.NameLength));
        Check("descriptionEn", ProductRules.Description(DescriptionEn));
        Check("descriptionZh", ProductRules.Description(DescriptionZh));
        Check("brand", ProductRules.Text(Brand, Product.BrandLength));
        Check("price.amount", ProductRules.Price(Price.Amount));
        Check("price.currency", ProductRules.Currency(Price.Currency));
        Check("weightGrams", WeightGrams is { } grams ? ProductRules.Weight(grams) : null);
        return errors;
    }
}

/// <summary>What each field of a product must be, for the interface and for imports: null, or what is wrong.</summary>
static partial class ProductRules
{
    public const int DescriptionLength = 10_000;
    public const decimal HighestPrice = 1_000_000;
    public const int LargestWeight = 1_000_000;

    public static string? Sku(string sku) =>
        SkuPattern().IsMatch(sku) ? null : "Must be up to 64 letters and digits, joined by single hyphens.";

    public static string? Slug(string slug) => Manage.Slug.IsValid(slug) ? null : Manage.Slug.Rule;

    public static string? Text(string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? "Is required."
        : text.Length > longest ? $"Must not be longer than {longest} characters."
        : HasControls(text) ? "Must not have control characters or line breaks."
        : null;

    public static string? Description(string text) =>
        text.Length > DescriptionLength ? $"Must not be longer than {DescriptionLength} characters."
        : HasControls(text.ReplaceLineEndings("")) ? "Must not have control characters."
        : null;

    public static string? Price(decimal amount) =>
        amount is <= 0 or > HighestPrice ? $"Must be more than 0 and at most {HighestPrice:0}."
        : decimal.Round(amount, 2) != amount ? "Must not have more than two places."
        : null;

    public static string? Weight(int grams) => grams is < 0 or > LargestWeight ? $"Must be a whole number of grams from 0 to {LargestWeight}." : null;

    public static string? Currency(string currency) => currency == Product.ShopCurrency ? null : $"Must be {Product.ShopCurrency}.";

    static bool HasControls(string text) => text.Any(char.IsControl);

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
    private static partial Regex SkuPattern();
}
