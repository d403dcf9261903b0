using Shop.ServiceDefaults.Messaging;

namespace Shop.Users.Mail.Orders;

/// <summary>Orders says that a buyer is to be told of a step of their order.</summary>
[Message("shop.order-notice.v1")]
sealed record OrderNotice(
    Guid OrderId, string Number, Guid UserId, string Step, string Currency, decimal Amount, IReadOnlyList<OrderNoticeLine> Lines, string? Carrier, string? TrackingNumber, string? Reason);

sealed record OrderNoticeLine(string NameEn, string NameZh, int Quantity, decimal Amount);
