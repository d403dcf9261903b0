namespace Shop.Catalog.Coupons;

/// <summary>A discount on the goods by a code: a percentage or an amount. Codes are kept in capitals and read in any case.</summary>
sealed class Coupon
{
    public const int CodeLength = 40;

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    /// <summary>0 to 100; null where <see cref="Amount"/> is not.</summary>
    public decimal? Percentage { get; set; }

    /// <summary>In the shop's currency; never more than the goods cost.</summary>
    public decimal? Amount { get; set; }

    /// <summary>What the goods must cost at least.</summary>
    public decimal MinimumTotal { get; set; }

    /// <summary>How often it can be used by everyone together.</summary>
    public int? MostUses { get; set; }

    public int? MostUsesPerUser { get; set; }

    /// <summary>Kept beside the rows of <see cref="CouponUse"/>, since a limit is guarded by one row and not by counting.</summary>
    public int Uses { get; init; }

    public required DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Counts the changes by staff, who change the version that they have read. Uses are counted without it.</summary>
    public int Version { get; set; } = 1;

    /// <summary>What it takes off goods of that total, which is not checked here.</summary>
    public decimal DiscountOn(decimal total) => Checkout.Amounts.Round(Math.Min(total, Percentage is { } percent ? total * percent / 100 : Amount ?? 0));
}

/// <summary>That a checkout has used a coupon. Goes when the checkout comes to nothing.</summary>
sealed class CouponUse
{
    public required Guid CheckoutId { get; init; }

    public required Guid CouponId { get; init; }

    public required Guid UserId { get; init; }
}
