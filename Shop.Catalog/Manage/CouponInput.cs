using System.Text.RegularExpressions;
using Shop.Catalog.Checkout;
using Shop.Catalog.Coupons;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>A coupon as staff writes it: either a percentage or an amount off the goods. Without a start it begins now, without an end it never ends.</summary>
sealed partial record CouponInput(
    string Code, decimal? Percentage = null, decimal? Amount = null, decimal MinimumTotal = 0, int? MostUses = null, int? MostUsesPerUser = null,
    DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null)
{
    const decimal LargestAmount = 1_000_000;

    /// <summary>As it is kept: typed in any case it is the same.</summary>
    public string CodeInCapitals => Code.Trim().ToUpperInvariant();

    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (!CodePattern().IsMatch(CodeInCapitals))
            errors["code"] = [Language.Choose($"Must be 3 to {Coupon.CodeLength} letters and digits, joined by single hyphens.", $"须为 3 至 {Coupon.CodeLength} 个字母和数字，可用单个连字符连接。")];
        if (Percentage is null == Amount is null)
            foreach (var field in (string[])(Amount is null ? ["percentage"] : ["percentage", "amount"]))
                errors[field] = [Language.Choose("Either percentage or amount must be given, and not both.", "百分比和金额须填且只填一项。")];
        if (Percentage is { } percentage && (percentage is <= 0 or > 100 || Amounts.Round(percentage) != percentage))
            errors["percentage"] = [Language.Choose("Must be more than 0 and at most 100, with two places at most.", "须大于 0 且不超过 100，最多两位小数。")];
        if (Amount is { } amount && (amount is <= 0 or > LargestAmount || Amounts.Round(amount) != amount))
            errors["amount"] = [Language.Choose($"Must be more than 0 and at most {LargestAmount:0}, with two places at most.", $"须大于 0 且不超过 {LargestAmount:0}，最多两位小数。")];
        if (MinimumTotal is < 0 or > LargestAmount || Amounts.Round(MinimumTotal) != MinimumTotal)
            errors["minimumTotal"] = [Language.Choose($"Must be from 0 to {LargestAmount:0}, with two places at most.", $"须为 0 至 {LargestAmount:0}，最多两位小数。")];
        if (MostUses < 1)
            errors["mostUses"] = [Language.Choose("Must be 1 at least, or left out for no limit.", "至少为 1，不限则留空。")];
        if (MostUsesPerUser < 1)
            errors["mostUsesPerUser"] = [Language.Choose("Must be 1 at least, or left out for no limit.", "至少为 1，不限则留空。")];
        if (EndsAt <= StartsAt)
            errors["endsAt"] = [Language.Choose("Must be after the start.", "须晚于开始时间。")];
        return errors;
    }

    [GeneratedRegex("^(?=.{3,40}$)[A-Z0-9]+(-[A-Z0-9]+)*$")]
    private static partial Regex CodePattern();
}
