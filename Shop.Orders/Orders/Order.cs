namespace Shop.Orders.Orders;

/// <summary>Where an order goes, as Catalog has checked it.</summary>
sealed record Address(
    string? Recipient, string? Phone, string? Country, string? Region, string? City, string? District, string? Line1, string? Line2, string? PostalCode);

/// <summary>An order as it was placed, at the prices of then. What becomes of it is told by its state and its history; its lines never change.</summary>
sealed class Order
{
    /// <summary>Catalog's, which is known to the buyer before the order is here.</summary>
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid UserId { get; init; }

    public required OrderState State { get; set; }

    public required string Currency { get; init; }

    public required decimal Subtotal { get; init; }

    public string? Coupon { get; init; }

    public required decimal Discount { get; init; }

    public required string ShippingMethod { get; init; }

    public required decimal Shipping { get; init; }

    public required decimal TaxRate { get; init; }

    public required decimal Tax { get; init; }

    public required bool TaxIncluded { get; init; }

    public required decimal Total { get; init; }

    public required Address ShippingAddress { get; init; }

    /// <summary>In which the buyer has ordered. Mails are in that of their profile, which Users knows.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>Until then Catalog holds the pieces for who has not paid.</summary>
    public required DateTimeOffset ReservedUntil { get; init; }

    /// <summary>When Catalog's word came that the pieces are this order's; null before, when they might still have gone to others.</summary>
    public DateTimeOffset? StockConfirmedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<OrderLine> Lines { get; init; } = [];
}

sealed class OrderLine
{
    public required Guid OrderId { get; init; }

    /// <summary>From 0.</summary>
    public required int Position { get; init; }

    public required Guid ProductId { get; init; }

    public required string Sku { get; init; }

    public required string Slug { get; init; }

    public required string NameEn { get; init; }

    public required string NameZh { get; init; }

    public required decimal UnitPrice { get; init; }

    public required int Quantity { get; init; }

    public required decimal Amount { get; init; }

    public required decimal Discount { get; init; }

    public required decimal Tax { get; init; }

    /// <summary>How many pieces are on their way or there.</summary>
    public int Shipped { get; set; }
}

enum ActorKind : short
{
    System = 0,
    Buyer = 1,
    Staff = 2,
}

/// <summary>Who did something.</summary>
readonly record struct Actor(ActorKind Kind, Guid? Id)
{
    public static readonly Actor System = new(ActorKind.System, null);

    public static Actor Buyer(Guid id) => new(ActorKind.Buyer, id);

    public static Actor Staff(Guid id) => new(ActorKind.Staff, id);
}

/// <summary>A row of an order's history: never changed.</summary>
sealed class OrderEvent
{
    public long Id { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>Null for the first.</summary>
    public OrderState? From { get; init; }

    /// <summary>The same as before where something happened that is no change of state, such as a part that was shipped.</summary>
    public required OrderState To { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ActorKind Actor { get; init; }

    public Guid? ActorId { get; init; }

    /// <summary>One of <see cref="OrderReasons"/>, or what staff wrote.</summary>
    public string? Reason { get; init; }
}

/// <summary>What staff wrote beside an order, for staff only.</summary>
sealed class OrderNote
{
    public const int Length = 1000;

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid StaffId { get; init; }

    public required string Text { get; init; }
}

/// <summary>Why something happened, for pages to translate.</summary>
static class OrderReasons
{
    public const int Length = 500;

    public const string NotPaidInTime = "notPaidInTime", OutOfStock = "outOfStock", ByBuyer = "byBuyer", PaidAgain = "paidAgain", PartShipped = "partShipped", Delivered = "delivered",
        PartRefunded = "partRefunded", Silence = "silence", ReturnWindowOver = "returnWindowOver", ReturnRefused = "returnRefused";
}
