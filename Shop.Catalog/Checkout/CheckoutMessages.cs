using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog.Checkout;

/// <summary>An order is to be made: all that Orders needs for it, since nobody calls back. Names come in both languages.</summary>
[Message("shop.checkout-accepted.v1")]
sealed record CheckoutAccepted(
    Guid OrderId, Guid UserId, DateTimeOffset AcceptedAt, DateTimeOffset ReservedUntil, string Currency, IReadOnlyList<CheckoutAcceptedLine> Lines,
    decimal Subtotal, string? Coupon, decimal Discount, string ShippingMethod, decimal Shipping, decimal TaxRate, decimal Tax, bool TaxIncluded, decimal Total,
    ShippingAddress ShippingAddress, string PaymentToken, string Language)
{
    /// <summary>Without the token, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(CheckoutAccepted)} {OrderId}";
}

sealed record CheckoutAcceptedLine(
    Guid ProductId, string Sku, string Slug, string NameEn, string NameZh, decimal UnitPrice, int Quantity, decimal Amount, decimal Discount, decimal Tax);

/// <summary>The order was not paid in time, and its pieces are for sale again.</summary>
[Message("shop.reservation-expired.v1")]
sealed record ReservationExpired(Guid OrderId);

/// <summary>The pieces of a paid order are sold to it, and nobody else gets them: it may be shipped.</summary>
[Message("shop.stock-confirmed.v1")]
sealed record StockConfirmed(Guid OrderId);

/// <summary>The order was paid after its reservation had come back, and there are not enough pieces any more. Nothing is held for it.</summary>
[Message("shop.stock-shortage.v1")]
sealed record StockShortage(Guid OrderId, IReadOnlyList<MissingPieces> Missing);

sealed record MissingPieces(Guid ProductId, int Quantity, int Available);

[Message("shop.order-paid.v1")]
sealed record OrderPaid(Guid OrderId);

[Message("shop.order-cancelled.v1")]
sealed record OrderCancelled(Guid OrderId);

[Message("shop.payment-failed.v1")]
sealed record PaymentFailed(Guid OrderId);
