using System.Text.RegularExpressions;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

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
        SkuPattern().IsMatch(sku) ? null : Language.Choose("Must be up to 64 letters and digits, joined by single hyphens.", "须为至多 64 个字母和数字，可用单个连字符连接。");

    public static string? Slug(string slug) => Manage.Slug.IsValid(slug) ? null : Manage.Slug.Rule;

    public static string? Text(string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? Language.Choose("Is required.", "必须填写。")
        : text.Length > longest ? Longest(longest)
        : HasControls(text) ? Language.Choose("Must not have control characters or line breaks.", "不能包含控制字符或换行。")
        : null;

    public static string? Description(string text) =>
        text.Length > DescriptionLength ? Longest(DescriptionLength)
        : HasControls(text.ReplaceLineEndings("")) ? Language.Choose("Must not have control characters.", "不能包含控制字符。")
        : null;

    public static string? Price(decimal amount) =>
        amount is <= 0 or > HighestPrice ? Language.Choose($"Must be more than 0 and at most {HighestPrice:0}.", $"须大于 0 且不超过 {HighestPrice:0}。")
        : decimal.Round(amount, 2) != amount ? Language.Choose("Must not have more than two places.", "最多两位小数。")
        : null;

    public static string? Weight(int grams) => grams is < 0 or > LargestWeight ? Language.Choose($"Must be a whole number of grams from 0 to {LargestWeight}.", $"须为 0 至 {LargestWeight} 的整数（克）。") : null;

    public static string? Currency(string currency) => currency == Product.ShopCurrency ? null : Language.Choose($"Must be {Product.ShopCurrency}.", $"须为 {Product.ShopCurrency}。");

    public static string Longest(int characters) => Language.Choose($"Must not be longer than {characters} characters.", $"不能超过 {characters} 个字符。");

    static bool HasControls(string text) => text.Any(char.IsControl);

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
    private static partial Regex SkuPattern();
}
