using System.Text.RegularExpressions;

namespace Shop.Catalog.Checkout;

/// <summary>Where an order goes: the fields of an entry of the address book that Users keeps.</summary>
sealed record ShippingAddress(
    string? Recipient = null, string? Phone = null, string? Country = null, string? Region = null, string? City = null, string? District = null, string? Line1 = null,
    string? Line2 = null, string? PostalCode = null)
{
    public override string ToString() => $"{nameof(ShippingAddress)} in {Country}";
}

/// <summary>
/// Whether a parcel can be sent there. The address book has stricter rules for what people keep; here counts what prices, taxes and labels need.
/// </summary>
sealed partial class ShippingAddressRules(CheckoutOptions options)
{
    const string Field = "shippingAddress";
    const int RecipientLength = 100, LineLength = 200, PlaceLength = 100, PostalCodeLength = 16;

    readonly HashSet<string> countries = [.. options.ShippingMethods.SelectMany(method => method.Countries)];

    /// <summary>What decides the price. Null where it is missing or wrong.</summary>
    public Destination? CheckDestination(ShippingAddress address, Dictionary<string, string[]> errors)
    {
        var (country, region) = (Code(address.Country), Code(address.Region));
        if (country is null)
            return Wrong("country", CheckoutTexts.Required);
        if (!countries.Contains(country))
            return Wrong("country", CheckoutTexts.CountryNotServed);
        if (options.Taxes.TryGetValue(country, out var tax) && tax.Regions.Count > 0 && (region is null || !tax.Regions.ContainsKey(region)))
            return Wrong("region", region is null ? CheckoutTexts.Required : CheckoutTexts.NotARegion);
        return new(country, region);

        Destination? Wrong(string field, string text)
        {
            errors[$"{Field}.{field}"] = [text];
            return null;
        }
    }

    /// <returns>The address as it goes on a label; worth nothing where there are errors.</returns>
    public ShippingAddress Check(ShippingAddress address, Dictionary<string, string[]> errors)
    {
        var destination = CheckDestination(address, errors);
        var phone = Line(address.Phone, "phone", 40, errors, required: true);
        if (phone is not null && !Phone().IsMatch(phone))
            errors[$"{Field}.phone"] = [CheckoutTexts.Phone];
        var postalCode = Line(address.PostalCode, "postalCode", PostalCodeLength, errors, required: destination?.Country == "US");
        if (postalCode is not null && PostalCodeOf(destination?.Country) is { } pattern && !pattern.IsMatch(postalCode))
            errors[$"{Field}.postalCode"] = [CheckoutTexts.PostalCode];
        return new(
            Line(address.Recipient, "recipient", RecipientLength, errors, required: true), phone, destination?.Country,
            destination?.Region is { Length: <= PlaceLength } region ? region : Line(address.Region, "region", PlaceLength, errors),
            Line(address.City, "city", PlaceLength, errors, required: true), Line(address.District, "district", PlaceLength, errors),
            Line(address.Line1, "line1", LineLength, errors, required: true), Line(address.Line2, "line2", LineLength, errors), postalCode);
    }

    static string? Line(string? sent, string field, int longest, Dictionary<string, string[]> errors, bool required = false)
    {
        var line = sent?.Trim();
        if (string.IsNullOrEmpty(line))
        {
            if (required)
                errors[$"{Field}.{field}"] = [CheckoutTexts.Required];
            return null;
        }
        if (line.Length > longest || line.Any(char.IsControl))
            errors[$"{Field}.{field}"] = [CheckoutTexts.Line(longest)];
        return line;
    }

    static string? Code(string? sent) => string.IsNullOrWhiteSpace(sent) ? null : sent.Trim().ToUpperInvariant();

    static Regex? PostalCodeOf(string? country) => country switch
    {
        "US" => AmericanPostalCode(),
        "CN" => ChinesePostalCode(),
        _ => null,
    };

    [GeneratedRegex(@"^\+?[0-9][0-9 ()./-]{5,24}$")]
    private static partial Regex Phone();

    [GeneratedRegex("^[0-9]{5}(-[0-9]{4})?$")]
    private static partial Regex AmericanPostalCode();

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex ChinesePostalCode();
}
