using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Coupons;

/// <summary>Why a coupon is not taken, in the language of the request.</summary>
static class CouponTexts
{
    public static string Unknown => Language.Choose("There is no such coupon.", "没有这张优惠券。");

    public static string NotYet => Language.Choose("This coupon is not valid yet.", "此优惠券尚未生效。");

    public static string Over => Language.Choose("This coupon has expired.", "此优惠券已过期。");

    public static string UsedUp => Language.Choose("This coupon has been used up.", "此优惠券已被领完。");

    public static string UsedByUser => Language.Choose("You have used this coupon already.", "您已使用过此优惠券。");

    public static string Minimum(decimal total, string currency) => Language.Choose(
        $"This coupon is for orders of goods from {currency} {total:0.00}.", $"此优惠券须购满 {currency} {total:0.00} 方可使用。");
}
