namespace Shop.Users.Addresses;

/// <summary>An entry of a person's address book. At most one is the default for shipping and one for billing, which indexes enforce.</summary>
sealed class Address
{
    public const int RecipientLength = 100, LineLength = 200, PlaceLength = 100, PostalCodeLength = 16, MostPerUser = 20;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public required string Recipient { get; set; }

    public required string Phone { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>Province or state; where the country's rules list them, its code.</summary>
    public string? Region { get; set; }

    public required string City { get; set; }

    /// <summary>Where a country writes one, as China does.</summary>
    public string? District { get; set; }

    public required string Line1 { get; set; }

    public string? Line2 { get; set; }

    public string? PostalCode { get; set; }

    public bool IsDefaultShipping { get; set; }

    public bool IsDefaultBilling { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
