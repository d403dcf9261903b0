using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Shipping;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders.Orders;

/// <summary>
/// The buyer is to be told of a step of their order. Where they read it, in which language and in what words is the business of Users: here they are
/// an id.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="Number">What people call it by.</param>
/// <param name="UserId">The buyer.</param>
/// <param name="Step">One of <see cref="BuyerSteps"/>.</param>
/// <param name="At">When it was.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Amount">What the step is about: money given back, else the order's total.</param>
/// <param name="Lines">Of a placed order all, of a parcel what is in it, else none.</param>
/// <param name="Carrier">Of a parcel.</param>
/// <param name="TrackingNumber">The carrier's.</param>
/// <param name="Reason">One of <see cref="OrderReasons"/>, or what staff wrote.</param>
[Message("shop.order-notice.v1")]
sealed record OrderNotice(
    Guid OrderId, string Number, Guid UserId, string Step, DateTimeOffset At, string Currency, decimal Amount, IReadOnlyList<OrderNoticeLine> Lines,
    string? Carrier, string? TrackingNumber, string? Reason);

/// <param name="NameEn">Of the product, when it was ordered.</param>
/// <param name="NameZh">The same in Chinese.</param>
/// <param name="Quantity">How many pieces.</param>
/// <param name="Amount">What they cost together.</param>
sealed record OrderNoticeLine(string NameEn, string NameZh, int Quantity, decimal Amount);

static class BuyerSteps
{
    public const string Placed = "placed", Paid = "paid", PaymentFailed = "paymentFailed", Shipped = "shipped", Delivered = "delivered", Cancelled = "cancelled",
        Refunded = "refunded", ReturnApproved = "returnApproved", ReturnRefused = "returnRefused";
}

/// <summary>Tells buyers, in the transaction of the step: they hear of it if, and only if, it has happened.</summary>
static class BuyerNotices
{
    public static void TellPlaced(this OrdersContext context, Order order, DateTimeOffset now) => context.Publish(
        new OrderNotice(
            order.Id, order.Number, order.UserId, BuyerSteps.Placed, now, order.Currency, order.Total,
            [.. order.Lines.Select(line => new OrderNoticeLine(line.NameEn, line.NameZh, line.Quantity, line.Amount))], null, null, null),
        now);

    public static void TellBuyer(this OrdersContext context, MovedOrder order, string step, DateTimeOffset now, string? reason = null) => context.Publish(
        new OrderNotice(order.Id, order.Number, order.UserId, step, now, order.Currency, order.Total, [], null, null, reason), now);

    public static Task TellOfRefundAsync(this OrdersContext context, Guid order, decimal amount, DateTimeOffset now, CancellationToken cancellationToken) =>
        PublishAsync(context, order, BuyerSteps.Refunded, now, amount, [], null, cancellationToken);

    public static Task TellOfParcelAsync(
        this OrdersContext context, Shipment parcel, string step, IEnumerable<OrderLine> lines, DateTimeOffset now, CancellationToken cancellationToken) =>
        PublishAsync(context, parcel.OrderId, step, now, null, [.. Contents(parcel, lines)], parcel, cancellationToken);

    static IEnumerable<OrderNoticeLine> Contents(Shipment parcel, IEnumerable<OrderLine> lines) =>
        from piece in parcel.Positions.Zip(parcel.Quantities)
        join line in lines on piece.First equals line.Position
        select new OrderNoticeLine(line.NameEn, line.NameZh, piece.Second, line.UnitPrice * piece.Second);

    static async Task PublishAsync(
        OrdersContext context, Guid id, string step, DateTimeOffset now, decimal? amount, IReadOnlyList<OrderNoticeLine> lines, Shipment? parcel,
        CancellationToken cancellationToken)
    {
        var order = await context.Orders.Where(o => o.Id == id).Select(o => new { o.Number, o.UserId, o.Currency, o.Total }).SingleAsync(cancellationToken);
        context.Publish(
            new OrderNotice(id, order.Number, order.UserId, step, now, order.Currency, amount ?? order.Total, lines, parcel?.Carrier, parcel?.TrackingNumber, null), now);
    }
}
