using System.Text;
using Shop.Users.Addresses.Countries;
using Shop.Users.Validation;

namespace Shop.Users.Addresses;

static class AddressFormat
{
    /// <summary>The lines as one would write them on a parcel, in the script that the address is written in.</summary>
    public static IReadOnlyList<string> Lines(AddressResponse address)
    {
        if (!CountryRules.TryFind(address.Country, out var rules))
            throw new InvalidOperationException($"There are no rules for the country {address.Country}.");
        var region = rules.FindRegion(address.Region);
        string?[] lines = rules.IsLargestFirst && address.City.EnumerateRunes().Any(IsHan)
            ? [LargestFirst(address, region?.Chinese ?? address.Region), Joined(" ", address.Line1, address.Line2), address.PostalCode]
            : [address.Line1, address.Line2, address.District, Joined(", ", address.City, Joined(" ", rules.WritesRegionCode ? address.Region : region?.English ?? address.Region, address.PostalCode))];
        return [.. lines.Where(line => !string.IsNullOrEmpty(line))!, rules.Country.Name];
    }

    public static string Phone(AddressResponse address) => PhoneNumber.Display(address.Phone, address.Country);

    /// <summary>A municipality is both province and city, and is written once.</summary>
    static string LargestFirst(AddressResponse address, string? region) => string.Concat(region == address.City ? null : region, address.City, address.District);

    static string Joined(string separator, params string?[] parts) => string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    static bool IsHan(Rune rune) => rune.Value is >= 0x3400 and <= 0x9fff or >= 0x20000 and <= 0x3ffff;
}
