using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Components.Parts;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Coupons;

/// <summary>What a coupon gives, and how it stands.</summary>
static class CouponWords
{
    const string Currency = "USD";

    public static string Discount(IStringLocalizer<Text> T, ManagedCoupon coupon) =>
        coupon.Percentage is { } percentage ? T["Admin.PercentOff", percentage.ToString("0.##", CultureInfo.CurrentCulture)] : T["Admin.AmountOff", new Money(coupon.Amount ?? 0, Currency).Display()];

    public static string Uses(IStringLocalizer<Text> T, ManagedCoupon coupon) =>
        coupon.MostUses is { } most ? T["Admin.UsesOf", coupon.Uses, most] : coupon.Uses.ToString("N0", CultureInfo.CurrentCulture);

    public static (string Text, string Tone) State(IStringLocalizer<Text> T, ManagedCoupon coupon, DateTimeOffset now) =>
        coupon.EndsAt <= now ? (T["Admin.CouponEnded"], "")
        : coupon.StartsAt > now ? (T["Admin.CouponComing"], "tone-warning")
        : coupon.Uses >= coupon.MostUses ? (T["Admin.CouponUsedUp"], "tone-warning")
        : (T["Admin.CouponCounts"], "tone-positive");
}
