using System.Text;
using System.Text.RegularExpressions;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>Names in addresses: small Latin letters and digits, joined by hyphens.</summary>
static partial class Slug
{
    public static string Rule => Language.Choose("Must be small letters and digits, joined by single hyphens.", "须为小写字母和数字，可用单个连字符连接。");

    public static bool IsValid(string slug) => slug.Length <= Product.SlugLength && Pattern().IsMatch(slug);

    /// <summary>From a name; empty where it has no Latin letter and no digit.</summary>
    public static string From(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var rune in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKD).EnumerateRunes())
            if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
                slug.Append(Rune.ToLowerInvariant(rune));
            // An apostrophe and an accent join what they stand between.
            else if (rune.Value is not ('\'' or '’' or (>= 0x300 and <= 0x36F)) && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        return slug.ToString().Trim('-');
    }

    /// <summary>What a product is called where it does not say: by its name, or by its sku where that has nothing to offer.</summary>
    public static string Of(string nameEn, string sku) => From(nameEn) is { Length: > 0 } slug ? slug : From(sku);

    /// <summary>For when another product is called so: skus are unique.</summary>
    public static string WithSku(string slug, string sku)
    {
        var suffix = "-" + From(sku);
        return slug[..Math.Min(slug.Length, Product.SlugLength - suffix.Length)].TrimEnd('-') + suffix;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Pattern();
}
