using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Components.Admin.Forms;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Coupons;

/// <summary>A coupon as somebody types it. Times are in UTC.</summary>
public sealed class CouponForm
{
    public const string Percentage = "percentage", Amount = "amount";

    /// <summary>As browsers send a time.</summary>
    const string TimeFormat = "yyyy-MM-ddTHH:mm";

    public string? Code { get; set; }

    public string? Kind { get; set; }

    public string? Value { get; set; }

    public string? MinimumTotal { get; set; }

    public string? MostUses { get; set; }

    public string? MostUsesPerUser { get; set; }

    public string? StartsAt { get; set; }

    public string? EndsAt { get; set; }

    /// <summary>The version that this is a change of.</summary>
    public int Version { get; set; }

    public static CouponForm Of(ManagedCoupon coupon) => new()
    {
        Code = coupon.Code,
        Kind = coupon.Percentage is null ? Amount : Percentage,
        Value = Number(coupon.Percentage ?? coupon.Amount),
        MinimumTotal = Number(coupon.MinimumTotal),
        MostUses = coupon.MostUses?.ToString(CultureInfo.InvariantCulture),
        MostUsesPerUser = coupon.MostUsesPerUser?.ToString(CultureInfo.InvariantCulture),
        StartsAt = Time(coupon.StartsAt),
        EndsAt = Time(coupon.EndsAt),
        Version = coupon.Version,
    };

    /// <summary>Null, with what is wrong, where a number or a time is none.</summary>
    /// <param name="errors">Of the form.</param>
    /// <param name="now">As it is: what the form shows to the minute and leaves so stays as it is to the second.</param>
    /// <param name="T">The texts.</param>
    internal CouponBody? Read(OfficeErrors errors, ManagedCoupon? now, IStringLocalizer<Text> T)
    {
        var value = ReadDecimal(Value, Field, errors, T) ?? 0;
        var minimum = ReadDecimal(string.IsNullOrWhiteSpace(MinimumTotal) ? "0" : MinimumTotal, "minimumTotal", errors, T) ?? 0;
        var body = new CouponBody(
            Code ?? "", Kind == Amount ? null : value, Kind == Amount ? value : null, minimum, ReadCount(MostUses, "mostUses", errors, T), ReadCount(MostUsesPerUser, "mostUsesPerUser", errors, T),
            ReadTime(StartsAt, now?.StartsAt, "startsAt", errors, T), ReadTime(EndsAt, now?.EndsAt, "endsAt", errors, T));
        return errors.Any ? null : body;
    }

    public string Field => Kind == Amount ? Amount : Percentage;

    static string? Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture);

    static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    static decimal? ReadDecimal(string? text, string field, OfficeErrors errors, IStringLocalizer<Text> T)
    {
        if (decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(field, T["Admin.WrongPrice"]);
        return null;
    }

    static int? ReadCount(string? text, string field, OfficeErrors errors, IStringLocalizer<Text> T)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(field, T["Admin.WrongNumber"]);
        return null;
    }

    static DateTimeOffset? ReadTime(string? text, DateTimeOffset? now, string field, OfficeErrors errors, IStringLocalizer<Text> T)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text == Time(now))
            return now;
        if (DateTimeOffset.TryParseExact(text, [TimeFormat, "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        errors.Add(field, T["Admin.WrongTime"]);
        return null;
    }
}
