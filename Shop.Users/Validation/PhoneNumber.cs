using PhoneNumbers;

namespace Shop.Users.Validation;

/// <summary>Phone numbers are kept in the international form (E.164), and read as people write them.</summary>
static class PhoneNumber
{
    /// <summary>Longer than any number with all its spaces and brackets.</summary>
    const int LongestInput = 40;

    static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The number in E.164; null where it is none that can exist.</summary>
    /// <param name="country">Where a number is that does not begin with + and a country's code.</param>
    /// <param name="isOnlyOfCountry">Whether a number of another country is refused.</param>
    public static string? Normalize(string text, string country, bool isOnlyOfCountry = false)
    {
        if (text.Length > LongestInput)
            return null;
        try
        {
            var number = Numbers.Parse(text, country);
            // An extension can't be kept in E.164, and must not be lost without a word.
            if (number.HasExtension || !(isOnlyOfCountry ? Numbers.IsValidNumberForRegion(number, country) : Numbers.IsValidNumber(number)))
                return null;
            return Numbers.GetNumberType(number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE or PhoneNumberType.FIXED_LINE_OR_MOBILE or PhoneNumberType.VOIP or PhoneNumberType.PERSONAL_NUMBER
                ? Numbers.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>As people in <paramref name="country"/> read it: short where it is one of theirs.</summary>
    public static string Display(string e164, string country)
    {
        try
        {
            var number = Numbers.Parse(e164, null);
            return Numbers.Format(number, Numbers.GetRegionCodeForNumber(number) == country ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return e164;
        }
    }

    /// <summary>A number that exists in form, to show what is asked for.</summary>
    public static string? Example(string country) =>
        Numbers.GetExampleNumberForType(country, PhoneNumberType.MOBILE) is { } number ? Numbers.Format(number, PhoneNumberFormat.NATIONAL) : null;
}
