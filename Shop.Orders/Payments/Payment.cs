namespace Shop.Orders.Payments;

enum PaymentState : short
{
    /// <summary>The gateway has not said anything yet, or not been heard.</summary>
    Pending = 0,

    /// <summary>The money is held.</summary>
    Authorised = 1,

    /// <summary>The money is ours.</summary>
    Captured = 2,

    Declined = 3,

    /// <summary>Held, and let go: the order was not to be paid any more.</summary>
    Voided = 4,
}

/// <summary>One try to pay an order. Its id makes the idempotency keys of all that is asked of the gateway for it, so that money moves once.</summary>
sealed class Payment
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required PaymentState State { get; set; }

    /// <summary>What the gateway gave the buyer's browser for a card; forgotten once it has been used.</summary>
    public string? Token { get; set; }

    /// <summary>The gateway's name for it.</summary>
    public string? ProviderId { get; set; }

    /// <summary>Why it was declined, in the gateway's words.</summary>
    public string? Failure { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Money given back. All refunds of a payment are never more than it: they are made under a lock of its row.</summary>
sealed class Refund
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    public required decimal Amount { get; init; }

    public string? Reason { get; init; }

    /// <summary>When the gateway has done it; null before.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
