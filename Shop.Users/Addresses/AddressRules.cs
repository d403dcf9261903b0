using Shop.Users.Addresses.Countries;
using Shop.Users.Validation;

namespace Shop.Users.Addresses;

/// <summary>An address that the rules have passed, in the form in which it is kept.</summary>
sealed record CheckedAddress(
    string Recipient, string Phone, string Country, string? Region, string City, string? District, string Line1, string? Line2, string? PostalCode);

static class AddressRules
{
    /// <returns>The address; worth nothing where <paramref name="errors"/> has any.</returns>
    public static CheckedAddress Check(AddressRequest sent, FieldErrors errors)
    {
        var recipient = TextLine.Required(sent.Recipient, "recipient", Address.RecipientLength, errors);
        var city = TextLine.Required(sent.City, "city", Address.PlaceLength, errors);
        var line1 = TextLine.Required(sent.Line1, "line1", Address.LineLength, errors);
        var line2 = TextLine.Optional(sent.Line2, "line2", Address.LineLength, errors);
        if (!CountryRules.TryFind(sent.Country?.Trim().ToUpperInvariant(), out var rules))
        {
            errors.Add("country", string.IsNullOrWhiteSpace(sent.Country) ? ErrorTexts.Required : ErrorTexts.NotAChoice);
            return new(recipient, "", "", null, city, null, line1, line2, null);
        }
        return new(recipient, Phone(sent.Phone, rules, errors), rules.Country.Code, Region(sent.Region, rules, errors), city,
            Line(sent.District, "district", rules.District, errors), line1, line2, PostalCode(sent.PostalCode, rules.PostalCode, errors));
    }

    static string Phone(string? sent, CountryRules rules, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(sent))
            errors.Add("phone", ErrorTexts.Required);
        else if (PhoneNumber.Normalize(sent, rules.Country.Code, rules.OnlyOwnPhones) is { } phone)
            return phone;
        else if (rules.OnlyOwnPhones)
            errors.Add("phone", ErrorTexts.PhoneOf, PhoneNumber.Example(rules.Country.Code) ?? "");
        else
            errors.Add("phone", ErrorTexts.Phone);
        return "";
    }

    static string? Region(string? sent, CountryRules rules, FieldErrors errors)
    {
        if (rules.Regions.Count == 0)
            return TextLine.Optional(sent, "region", Address.PlaceLength, errors);
        var code = sent?.Trim().ToUpperInvariant();
        if (string.IsNullOrEmpty(code))
            errors.Add("region", ErrorTexts.Required);
        else if (!rules.Regions.Any(region => region.Code == code))
            errors.Add("region", ErrorTexts.NotAChoice);
        return code;
    }

    static string? PostalCode(string? sent, PostalCodeRule rule, FieldErrors errors)
    {
        if (Line(sent, "postalCode", rule.Use, errors) is not { } line)
            return null;
        var code = rule.Normalize(line);
        if (code is null)
            errors.Add("postalCode", ErrorTexts.PostalCode, rule.Example);
        return code;
    }

    /// <summary>A line that some countries have, and some not.</summary>
    static string? Line(string? sent, string field, LineUse use, FieldErrors errors)
    {
        if (use == LineUse.Required)
            return TextLine.Required(sent, field, Address.PlaceLength, errors) is { Length: > 0 } line ? line : null;
        var optional = TextLine.Optional(sent, field, Address.PlaceLength, errors);
        if (optional is not null && use == LineUse.None)
            errors.Add(field, ErrorTexts.NotUsed);
        return optional;
    }
}
