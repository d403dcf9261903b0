using Shop.Orders.Payments;
using Shop.Orders.Shipping;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Orders;

/// <summary>An amount with two decimals in an ISO 4217 currency.</summary>
sealed record Money(decimal Amount, string Currency);

sealed record OrderSummary(
    Guid Id, string Number, OrderState State, DateTimeOffset PlacedAt, Money Total, int Pieces, IReadOnlyList<OrderSummaryLine> Lines);

sealed record OrderSummaryLine(string Slug, string Sku, string Name, int Quantity);

/// <summary>Some orders, the latest first; <see cref="Next"/> goes as after, and is null at the end.</summary>
sealed record OrderPage(IReadOnlyList<OrderSummary> Items, string? Next);

sealed record OrderDetails(
    Guid Id, string Number, OrderState State, DateTimeOffset PlacedAt, DateTimeOffset UpdatedAt, IReadOnlyList<OrderDetailsLine> Lines,
    Money Subtotal, string? Coupon, Money Discount, string ShippingMethod, Money Shipping, decimal TaxRate, Money Tax, bool TaxIncluded, Money Total, Money Refunded,
    Address ShippingAddress, IReadOnlyList<OrderStep> Timeline, IReadOnlyList<OrderParcel> Parcels, OrderActions Actions)
{
    /// <summary>Who bought it; for staff only.</summary>
    public Guid? UserId { get; init; }

    /// <summary>For staff only.</summary>
    public IReadOnlyList<OrderPayment>? Payments { get; init; }

    /// <summary>What staff wrote, the latest first; for staff only.</summary>
    public IReadOnlyList<OrderNoteResponse>? Notes { get; init; }
}

/// <param name="Position">Within the order.</param>
/// <param name="ProductId">Of the product.</param>
/// <param name="Sku">Of the product.</param>
/// <param name="Slug">Of the product.</param>
/// <param name="Name">As it was called, in the language of the request.</param>
/// <param name="UnitPrice">As it was sold.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Shipped">How many of them are on their way or there.</param>
/// <param name="Amount">Price times quantity, before the discount.</param>
/// <param name="Discount">Its share.</param>
/// <param name="ReviewId">The buyer's review of it; null while there is none.</param>
sealed record OrderDetailsLine(
    int Position, Guid ProductId, string Sku, string Slug, string Name, Money UnitPrice, int Quantity, int Shipped, Money Amount, Money Discount, Guid? ReviewId);

/// <summary>One step of an order's history. <see cref="Actor"/> is system, buyer or staff; the reason is a code, or what staff or buyer wrote.</summary>
sealed record OrderStep(OrderState State, DateTimeOffset At, string Actor, string? Reason, bool IsNote);

sealed record OrderParcel(
    Guid Id, string Carrier, string TrackingNumber, DateTimeOffset ShippedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReceivedAt, IReadOnlyList<OrderParcelLine> Lines,
    IReadOnlyList<OrderTracking> Tracking);

/// <param name="Status">How far it was.</param>
/// <param name="Place">Where, if that was said.</param>
/// <param name="At">When.</param>
sealed record OrderTracking(TrackingStatus Status, string? Place, DateTimeOffset At);

sealed record OrderParcelLine(int Position, int Quantity);

sealed record OrderNoteResponse(Guid Id, DateTimeOffset At, Guid StaffId, string Text);

sealed record OrderPayment(int Attempt, string State, Money Amount, string? Failure, DateTimeOffset UpdatedAt);

/// <summary>What the caller could do with the order now; only staff ship.</summary>
sealed record OrderActions(bool Cancel, bool Pay, bool Confirm, bool Return, bool Review, bool Ship);

static class OrderResponses
{
    public static OrderSummary ToSummary(this Order order) => new(
        order.Id, order.Number, order.State, order.PlacedAt, new(order.Total, order.Currency), order.Lines.Sum(line => line.Quantity),
        [.. order.Lines.OrderBy(line => line.Position).Select(line => new OrderSummaryLine(line.Slug, line.Sku, Language.Choose(line.NameEn, line.NameZh), line.Quantity))]);

    public static string Name(PaymentState state) => state.ToString().ToLowerInvariant();
}
