namespace Shop.Users.Addresses;

/// <summary>An address as the page's form holds it.</summary>
public sealed class AddressForm : AddressRequest
{
    public bool MakeDefaultShipping { get; set; }

    public bool MakeDefaultBilling { get; set; }

    /// <param name="stored">The address that is changed; null for a new one.</param>
    /// <param name="country">Of another country than the stored one, the rest is kept as far as it may fit.</param>
    internal static AddressForm Of(AddressResponse? stored, string country) => new()
    {
        Country = country,
        Recipient = stored?.Recipient,
        Phone = stored is null ? null : AddressFormat.Phone(stored),
        Region = stored?.Country == country ? stored.Region : null,
        City = stored?.City,
        District = stored?.Country == country ? stored.District : null,
        Line1 = stored?.Line1,
        Line2 = stored?.Line2,
        PostalCode = stored?.Country == country ? stored.PostalCode : null,
    };
}
