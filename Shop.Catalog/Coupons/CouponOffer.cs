using Npgsql;

namespace Shop.Catalog.Coupons;

/// <summary>A coupon as somebody asks for it: with how often they have used it so far.</summary>
sealed record CouponOffer(Coupon Coupon, int UsesOfUser)
{
    /// <summary>SQLSTATE of <c>use_coupon</c> where a limit or a date is against it.</summary>
    public const string Refused = "SH002";

    /// <summary>In the order in which <see cref="Read"/> takes them, from coupons named c.</summary>
    public const string Columns = "c.id, c.code, c.percentage, c.amount, c.minimum_total, c.most_uses, c.most_uses_per_user, c.uses, c.starts_at, c.ends_at";

    /// <summary>What stands against it for goods of that total; null where nothing does. Limits are guarded once more where it is used.</summary>
    public string? Obstacle(decimal total, string currency, DateTimeOffset now) =>
        now < Coupon.StartsAt ? CouponTexts.NotYet
        : Coupon.EndsAt <= now ? CouponTexts.Over
        : Coupon.Uses >= Coupon.MostUses ? CouponTexts.UsedUp
        : UsesOfUser >= Coupon.MostUsesPerUser ? CouponTexts.UsedByUser
        : total < Coupon.MinimumTotal ? CouponTexts.Minimum(Coupon.MinimumTotal, currency)
        : null;

    public static CouponOffer Read(NpgsqlDataReader reader) => new(
        new()
        {
            Id = reader.GetGuid(0),
            Code = reader.GetString(1),
            Percentage = Nullable<decimal>(reader, 2),
            Amount = Nullable<decimal>(reader, 3),
            MinimumTotal = reader.GetDecimal(4),
            MostUses = Nullable<int>(reader, 5),
            MostUsesPerUser = Nullable<int>(reader, 6),
            Uses = reader.GetInt32(7),
            StartsAt = reader.GetFieldValue<DateTimeOffset>(8),
            EndsAt = Nullable<DateTimeOffset>(reader, 9),
        },
        (int)reader.GetInt64(10));

    static T? Nullable<T>(NpgsqlDataReader reader, int column)
        where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
