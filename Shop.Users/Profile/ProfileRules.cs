using System.Globalization;
using Shop.ServiceDefaults.Localization;
using Shop.Users.Accounts;
using Shop.Users.Validation;

namespace Shop.Users.Profile;

/// <summary>A profile that the rules have passed, in the form in which it is kept.</summary>
sealed record CheckedProfile(string DisplayName, string? Phone, DateOnly? Birthday, string Language);

static class ProfileRules
{
    public const string DateFormat = "yyyy-MM-dd";

    static readonly DateOnly EarliestBirthday = new(1900, 1, 1);

    /// <returns>The profile; worth nothing where <paramref name="errors"/> has any.</returns>
    public static CheckedProfile Check(ProfileRequest sent, DateOnly today, FieldErrors errors)
    {
        var language = Language.All.FirstOrDefault(known => known.Equals(sent.Language?.Trim(), StringComparison.OrdinalIgnoreCase));
        if (language is null)
            errors.Add("language", string.IsNullOrWhiteSpace(sent.Language) ? ErrorTexts.Required : ErrorTexts.NotAChoice);
        return new(
            TextLine.Required(sent.DisplayName, "displayName", User.DisplayNameLength, errors),
            Phone(sent.Phone, language == Language.Chinese ? "CN" : "US", errors),
            Birthday(sent.Birthday, today, errors),
            language ?? "");
    }

    static string? Phone(string? sent, string country, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(sent))
            return null;
        var phone = PhoneNumber.Normalize(sent, country);
        if (phone is null)
            errors.Add("phone", ErrorTexts.Phone);
        return phone;
    }

    static DateOnly? Birthday(string? sent, DateOnly today, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(sent))
            return null;
        if (DateOnly.TryParseExact(sent.Trim(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthday) && birthday >= EarliestBirthday && birthday <= today)
            return birthday;
        errors.Add("birthday", ErrorTexts.Birthday, "1990-07-20");
        return null;
    }
}
