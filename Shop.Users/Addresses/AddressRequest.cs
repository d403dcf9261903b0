namespace Shop.Users.Addresses;

/// <summary>An address as it is sent. All is text, so that the rules answer by field, and a form gets back what it sent.</summary>
public class AddressRequest
{
    public string? Recipient { get; set; }

    public string? Phone { get; set; }

    public string? Country { get; set; }

    public string? Region { get; set; }

    public string? City { get; set; }

    public string? District { get; set; }

    public string? Line1 { get; set; }

    public string? Line2 { get; set; }

    public string? PostalCode { get; set; }

    /// <summary>True makes it the one to ship to. Left out, nothing changes, but for the first of all, which is it in any case.</summary>
    public bool? IsDefaultShipping { get; set; }

    /// <summary>True makes it the one to bill to. Left out, nothing changes, but for the first of all, which is it in any case.</summary>
    public bool? IsDefaultBilling { get; set; }
}
