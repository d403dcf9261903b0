using Shop.Web.Clients;

namespace Shop.Web.Components.Checkout;

static class AddressLines
{
    /// <summary>On one line, the smallest first as in the US, or the largest first as in China.</summary>
    public static string Of(Address address)
    {
        string?[] parts = address.Country == "CN"
            ? [address.PostalCode, address.Region, address.City, address.District, address.Line1, address.Line2]
            : [address.Line1, address.Line2, address.City, $"{address.Region} {address.PostalCode}".Trim(), address.Country];
        return string.Join(address.Country == "CN" ? " " : ", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }
}
