using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders.Orders;

/// <summary>Catalog has accepted a checkout: what an order is made of.</summary>
[Message("shop.checkout-accepted.v1")]
sealed record CheckoutAccepted(
    Guid OrderId, Guid UserId, DateTimeOffset AcceptedAt, DateTimeOffset ReservedUntil, string Currency, IReadOnlyList<CheckoutAcceptedLine> Lines,
    decimal Subtotal, string? Coupon, decimal Discount, string ShippingMethod, decimal Shipping, decimal TaxRate, decimal Tax, bool TaxIncluded, decimal Total,
    Address ShippingAddress, string PaymentToken, string Language)
{
    /// <summary>Without the token, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(CheckoutAccepted)} {OrderId}";
}

sealed record CheckoutAcceptedLine(
    Guid ProductId, string Sku, string Slug, string NameEn, string NameZh, decimal UnitPrice, int Quantity, decimal Amount, decimal Discount, decimal Tax);

/// <summary>Its pieces are for sale again.</summary>
[Message("shop.reservation-expired.v1")]
sealed record ReservationExpired(Guid OrderId);

/// <summary>Its pieces are its own: it may be shipped.</summary>
[Message("shop.stock-confirmed.v1")]
sealed record StockConfirmed(Guid OrderId);

/// <summary>It was paid too late, and there is too little.</summary>
[Message("shop.stock-shortage.v1")]
sealed record StockShortage(Guid OrderId);

[Message("shop.order-paid.v1")]
sealed record OrderPaid(Guid OrderId);

[Message("shop.order-cancelled.v1")]
sealed record OrderCancelled(Guid OrderId);

[Message("shop.payment-failed.v1")]
sealed record PaymentFailed(Guid OrderId);

/// <summary>All of it is on its way.</summary>
[Message("shop.order-shipped.v1")]
sealed record OrderShipped(Guid OrderId);

[Message("shop.order-received.v1")]
sealed record OrderReceived(Guid OrderId);
