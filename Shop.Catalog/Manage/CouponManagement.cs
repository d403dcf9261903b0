using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>What came of a change: the coupon as it is now, or by field what stands against it.</summary>
readonly record struct CouponChange(Coupon? Coupon, Dictionary<string, string[]>? Conflicts);

/// <summary>Changes of coupons by staff, each with its audit. What has been ordered with a coupon keeps its discount whatever becomes of it.</summary>
sealed class CouponManagement(CatalogContext context, TimeProvider time)
{
    public async Task<CouponChange> CreateAsync(CouponInput input, Author author, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var coupon = new Coupon
        {
            Id = Guid.CreateVersion7(now),
            Code = input.CodeInCapitals,
            Percentage = input.Percentage,
            Amount = input.Amount,
            MinimumTotal = input.MinimumTotal,
            MostUses = input.MostUses,
            MostUsesPerUser = input.MostUsesPerUser,
            StartsAt = AsKept(input.StartsAt ?? now),
            EndsAt = AsKept(input.EndsAt),
        };
        context.Coupons.Add(coupon);
        new Changes().Add("code", coupon.Code).Add("percentage", coupon.Percentage).Add("amount", coupon.Amount).Record(context, "coupon.created", coupon.Id, author, now);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return new(coupon, null);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "ix_coupons_code" })
        {
            return Conflict("code", Language.Choose("Is another coupon's.", "已被其他优惠券使用。"));
        }
    }

    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster.</exception>
    public async Task<CouponChange> UpdateAsync(Coupon coupon, CouponInput input, Author author, CancellationToken cancellationToken)
    {
        if (input.CodeInCapitals != coupon.Code)
            return Conflict("code", Language.Choose("Names the coupon in orders and can't be changed.", "订单以它指称优惠券，不能修改。"));
        var changes = new Changes();
        changes.Set("percentage", coupon.Percentage, input.Percentage, value => coupon.Percentage = value);
        changes.Set("amount", coupon.Amount, input.Amount, value => coupon.Amount = value);
        changes.Set("minimumTotal", coupon.MinimumTotal, input.MinimumTotal, value => coupon.MinimumTotal = value);
        changes.Set("mostUses", coupon.MostUses, input.MostUses, value => coupon.MostUses = value);
        changes.Set("mostUsesPerUser", coupon.MostUsesPerUser, input.MostUsesPerUser, value => coupon.MostUsesPerUser = value);
        changes.Set("startsAt", coupon.StartsAt, AsKept(input.StartsAt ?? coupon.StartsAt), value => coupon.StartsAt = value);
        changes.Set("endsAt", coupon.EndsAt, AsKept(input.EndsAt), value => coupon.EndsAt = value);
        // One that is left out is as it was, and may now lie behind the end.
        if (coupon.EndsAt <= coupon.StartsAt)
            return Conflict("endsAt", Language.Choose("Must be after the start.", "须晚于开始时间。"));
        if (!changes.Any)
            return new(coupon, null);
        coupon.Version++;
        changes.Record(context, "coupon.changed", coupon.Id, author, time.GetUtcNow());
        await context.SaveChangesAsync(cancellationToken);
        return new(coupon, null);
    }

    /// <summary>False where it has been used: orders refer to it. It can be made to end instead.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else was faster.</exception>
    public async Task<bool> DeleteAsync(Coupon coupon, Author author, CancellationToken cancellationToken)
    {
        if (await context.Checkouts.AnyAsync(checkout => checkout.CouponId == coupon.Id, cancellationToken))
            return false;
        context.Coupons.Remove(coupon);
        new Changes().Add("code", coupon.Code).Record(context, "coupon.deleted", coupon.Id, author, time.GetUtcNow());
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // Somebody has used it this very moment.
            return false;
        }
    }

    /// <summary>In UTC and whole microseconds, as the database has it: else what is answered now is another time than what is read later.</summary>
    static DateTimeOffset AsKept(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    static DateTimeOffset? AsKept(DateTimeOffset? time) => time is { } given ? AsKept(given) : null;

    static CouponChange Conflict(string field, string error) => new(null, new() { [field] = [error] });
}
