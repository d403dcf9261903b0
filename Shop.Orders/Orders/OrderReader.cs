using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Orders;

/// <summary>Which orders a list shows.</summary>
/// <param name="User">Whose; null for everybody's.</param>
/// <param name="State">Null for any.</param>
/// <param name="Search">A part of an order's number or of a product's name; null for none.</param>
/// <param name="From">Placed then or later.</param>
/// <param name="To">Placed before.</param>
/// <param name="After">The last order of the page before.</param>
/// <param name="Limit">How many.</param>
sealed record OrderQuery(Guid? User, OrderState? State, string? Search, DateTimeOffset? From, DateTimeOffset? To, OrderCursor? After, int Limit);

/// <summary>A place in the list of orders, the latest first.</summary>
readonly record struct OrderCursor(DateTimeOffset PlacedAt, Guid Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PlacedAt.UtcTicks}_{Id:N}");

    public static bool TryParse(string text, out OrderCursor cursor)
    {
        cursor = default;
        if (text.Split('_') is not [var ticks, var id] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || time > DateTimeOffset.MaxValue.Ticks || !Guid.TryParseExact(id, "N", out var guid))
            return false;
        cursor = new(new(time, TimeSpan.Zero), guid);
        return true;
    }
}

sealed class OrderReader(OrdersContext context)
{
    public async Task<OrderPage> ListAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        var orders = context.Orders.AsNoTracking();
        if (query.User is { } user)
            orders = orders.Where(order => order.UserId == user);
        if (query.State is { } state)
            orders = orders.Where(order => order.State == state);
        if (query.From is { } from)
            orders = orders.Where(order => order.PlacedAt >= from);
        if (query.To is { } to)
            orders = orders.Where(order => order.PlacedAt < to);
        if (query.Search is { } search)
        {
            var number = OrderNumber.Normalize(search);
            orders = number is not null
                ? orders.Where(order => order.Number == number)
                : orders.Where(order => order.Lines.Any(line => EF.Functions.ILike(line.NameEn, Pattern(search), "\\") || EF.Functions.ILike(line.NameZh, Pattern(search), "\\")));
        }
        if (query.After is { } after)
            orders = orders.Where(order => EF.Functions.LessThan(ValueTuple.Create(order.PlacedAt, order.Id), ValueTuple.Create(after.PlacedAt, after.Id)));
        var rows = await orders.OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id).Take(query.Limit + 1).Include(order => order.Lines).ToListAsync(cancellationToken);
        var shown = rows.Take(query.Limit).ToList();
        return new([.. shown.Select(order => order.ToSummary())], rows.Count > query.Limit ? new OrderCursor(shown[^1].PlacedAt, shown[^1].Id).ToString() : null);
    }

    /// <param name="id">Of the order.</param>
    /// <param name="user">Whose it must be; null for staff, who may see any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OrderDetails?> FindAsync(Guid id, Guid? user, CancellationToken cancellationToken)
    {
        var order = await context.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == id && (user == null || o.UserId == user), cancellationToken);
        if (order is null)
            return null;
        var events = await context.Events.AsNoTracking().Where(e => e.OrderId == id).OrderBy(e => e.Id).ToListAsync(cancellationToken);
        var shipments = await context.Shipments.AsNoTracking().Where(s => s.OrderId == id).OrderBy(s => s.ShippedAt).ToListAsync(cancellationToken);
        var parcels = shipments.ConvertAll(static s => s.Id);
        var tracking = parcels.Count == 0 ? [] : await context.Tracking.AsNoTracking().Where(said => parcels.Contains(said.ShipmentId)).OrderBy(said => said.At).ThenBy(said => said.Id).ToListAsync(cancellationToken);
        var reviews = await context.Reviews.Where(r => r.OrderId == id).Select(r => new { r.Position, r.Id }).ToDictionaryAsync(r => r.Position, r => r.Id, cancellationToken);
        var refunded = await context.Refunds.Where(r => r.OrderId == id).SumAsync(r => r.Amount, cancellationToken);
        Money Money(decimal amount) => new(amount + 0.00m, order.Currency);
        return new(
            order.Id, order.Number, order.State, order.PlacedAt, order.UpdatedAt,
            [.. order.Lines.OrderBy(line => line.Position).Select(line => new OrderDetailsLine(
                line.Position, line.ProductId, line.Sku, line.Slug, Language.Choose(line.NameEn, line.NameZh), Money(line.UnitPrice), line.Quantity, line.Shipped,
                Money(line.Amount), Money(line.Discount), reviews.TryGetValue(line.Position, out var review) ? review : null))],
            Money(order.Subtotal), order.Coupon, Money(order.Discount), order.ShippingMethod, Money(order.Shipping), order.TaxRate, Money(order.Tax), order.TaxIncluded,
            Money(order.Total), Money(refunded), order.ShippingAddress,
            [.. events.Select(e => new OrderStep(e.To, e.At, e.Actor.ToString().ToLowerInvariant(), e.Reason, e.From == e.To))],
            [.. shipments.Select(s => new OrderParcel(
                s.Id, s.Carrier, s.TrackingNumber, s.ShippedAt, s.DeliveredAt, s.ReceivedAt, [.. s.Positions.Zip(s.Quantities, (position, quantity) => new OrderParcelLine(position, quantity))],
                [.. tracking.Where(said => said.ShipmentId == s.Id).Select(said => new OrderTracking(said.Status, said.Place, said.At))]))],
            new(
                Cancel: order.State is OrderState.Submitted or OrderState.PaymentFailed or OrderState.Paid && shipments.Count == 0,
                Pay: order.State == OrderState.PaymentFailed, Confirm: order.State == OrderState.Shipped, Return: order.State == OrderState.Received,
                Review: order.State is OrderState.Received or OrderState.Completed,
                Ship: user is null && order.State == OrderState.Paid && order.StockConfirmedAt is not null))
        {
            UserId = user is null ? order.UserId : null,
            Payments = user is not null ? null : [.. (await context.Payments.AsNoTracking().Where(p => p.OrderId == id).OrderBy(p => p.Attempt).ToListAsync(cancellationToken))
                .Select(p => new OrderPayment(p.Attempt, OrderResponses.Name(p.State), Money(p.Amount), p.Failure, p.UpdatedAt))],
            Notes = user is not null ? null : await context.Notes.Where(note => note.OrderId == id).OrderByDescending(note => note.At)
                .Select(note => new OrderNoteResponse(note.Id, note.At, note.StaffId, note.Text)).ToListAsync(cancellationToken),
        };
    }

    static string Pattern(string search) =>
        "%" + search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
