namespace Shop.Orders.Shipping;

/// <summary>A parcel with some or all of an order.</summary>
sealed class Shipment
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required string Carrier { get; init; }

    public required string TrackingNumber { get; init; }

    /// <summary>The positions of the order's lines, and how many pieces of each: two lists of one length, only ever read together.</summary>
    public required int[] Positions { get; init; }

    public required int[] Quantities { get; init; }

    public required DateTimeOffset ShippedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>When the buyer said so.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }
}
