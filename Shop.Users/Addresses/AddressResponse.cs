using System.Linq.Expressions;

namespace Shop.Users.Addresses;

/// <summary>An entry of a person's address book.</summary>
/// <param name="Id">The address.</param>
/// <param name="Recipient">Who gets the parcel.</param>
/// <param name="Phone">In the international form, E.164.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Region">Province or state: its code where the country's rules list them.</param>
/// <param name="City">The city.</param>
/// <param name="District">Where a country writes one.</param>
/// <param name="Line1">Street and house.</param>
/// <param name="Line2">Whatever else is needed to find it.</param>
/// <param name="PostalCode">As the country writes it.</param>
/// <param name="IsDefaultShipping">Whether parcels go there unless said otherwise.</param>
/// <param name="IsDefaultBilling">Whether bills go there unless said otherwise.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record AddressResponse(
    Guid Id,
    string Recipient,
    string Phone,
    string Country,
    string? Region,
    string City,
    string? District,
    string Line1,
    string? Line2,
    string? PostalCode,
    bool IsDefaultShipping,
    bool IsDefaultBilling,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static readonly Expression<Func<Address, AddressResponse>> From = a => new(
        a.Id, a.Recipient, a.Phone, a.Country, a.Region, a.City, a.District, a.Line1, a.Line2, a.PostalCode, a.IsDefaultShipping, a.IsDefaultBilling, a.CreatedAt, a.UpdatedAt);
}
