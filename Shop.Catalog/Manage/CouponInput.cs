using System.Text.RegularExpressions;
using Shop.Catalog.Checkout;
using Shop.Catalog.Coupons;

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
            errors["code"] = [$"Must be 3 to {Coupon.CodeLength} letters and digits, joined by single hyphens."];
        if (Percentage is null == Amount is null)
            foreach (var field in (string[])(Amount is null ? ["percentage"] : ["percentage", "amount"]))
                errors[field] = ["Either percentage or amount must be given, and not both."];
        if (Percentage is { } percentage && (percentage is <= 0 or > 100 || Amounts.Round(percentage) != percentage))
            errors["percentage"] = ["Must be more than 0 and at most 100, with two places at most."];
        if (Amount is { } amount && (amount is <= 0 or > LargestAmount || Amounts.Round(amount) != amount))
            errors["amount"] = [$"Must be more than 0 and at most {LargestAmount:0}, with two places at most."];
        if (MinimumTotal is < 0 or > LargestAmount || Amounts.Round(MinimumTotal) != MinimumTotal)
            errors["minimumTotal"] = [$"Must be from 0 to {LargestAmount:0}, with two places at most."];
        if (MostUses < 1)
            errors["mostUses"] = ["Must be 1 at least, or left out for no limit."];
        if (MostUsesPerUser < 1)
            errors["mostUsesPerUser"] = ["Must be 1 at least, or left out for no limit."];
        if (EndsAt <= StartsAt)
            errors["endsAt"] = ["Must be after the start."];
        return errors;
    }

    [GeneratedRegex("^(?=.{3,40}$)[A-Z0-9]+(-[A-Z0-9]+)*$")]
    private static partial Regex CodePattern();
}
