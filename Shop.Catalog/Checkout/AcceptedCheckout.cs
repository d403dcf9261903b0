namespace Shop.Catalog.Checkout;

enum CheckoutStatus : short
{
    /// <summary>Its pieces are held until they are paid or the time is over.</summary>
    Reserved = 0,

    Sold = 1,

    /// <summary>Not paid in time; its pieces came back.</summary>
    Expired = 2,

    PaymentFailed = 3,

    /// <summary>The end, whatever comes later.</summary>
    Cancelled = 4,

    /// <summary>Paid after its pieces had come back, when there were too few of them: Orders has been told.</summary>
    Short = 5,
}

/// <summary>A checkout that was accepted: what it holds, and the answer that its key gives ever after. Its id is the order's.</summary>
sealed class AcceptedCheckout
{
    public const int KeyLength = 100;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request as it was understood: the key is good for this one only.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>A <see cref="CheckoutResponse"/> as JSON.</summary>
    public required string Answer { get; init; }

    public required CheckoutStatus Status { get; set; }

    /// <summary>The lines, as two lists of one length: they are only ever read together.</summary>
    public required Guid[] ProductIds { get; init; }

    public required int[] Quantities { get; init; }

    /// <summary>Whether it has bought what was in the cart, and nobody has yet made sure that it was taken out there.</summary>
    public required bool FromCart { get; init; }

    public Guid? CouponId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
