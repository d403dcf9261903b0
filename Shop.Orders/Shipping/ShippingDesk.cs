using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Shipping;

/// <summary>What became of a request to ship or confirm.</summary>
enum ShippingOutcome
{
    Done,
    NotFound,

    /// <summary>The order is in no state for it.</summary>
    WrongState,

    /// <summary>It is paid, but Catalog has not said yet that its pieces are there.</summary>
    NotConfirmed,

    /// <summary>More pieces than the line has left, or none at all.</summary>
    WrongLines,

    /// <summary>Something else was said or sent under this key.</summary>
    KeyUsed,

    /// <summary>Before the parcel was handed over.</summary>
    TooEarly,
}

/// <summary>Sends parcels, and hears that they have come.</summary>
sealed class ShippingDesk(OrdersContext context, OrderTransitions transitions, OrdersOptions options, WorkSignal signal, TimeProvider time)
{
    /// <param name="order">Of which it is.</param>
    /// <param name="carrier">Who takes it.</param>
    /// <param name="trackingNumber">The carrier's.</param>
    /// <param name="pieces">How many pieces of which line; empty for all that is left.</param>
    /// <param name="key">Of the parcel: sent again under it, the same parcel goes once.</param>
    /// <param name="staff">Who ships.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ShippingOutcome> ShipAsync(
        Guid order, string carrier, string trackingNumber, IReadOnlyDictionary<int, int> pieces, Guid key, Guid staff, CancellationToken cancellationToken)
    {
        var outcome = await context.TransactAsync(async cancel =>
        {
            if (await transitions.LockAsync(order, cancel) is not { } state)
                return ShippingOutcome.NotFound;
            if (await context.Shipments.AsNoTracking().SingleOrDefaultAsync(shipment => shipment.Id == key, cancel) is { } known)
                return known.OrderId == order && known.TrackingNumber == trackingNumber ? ShippingOutcome.Done : ShippingOutcome.KeyUsed;
            if (state != OrderState.Paid)
                return ShippingOutcome.WrongState;
            if (!await context.Orders.AnyAsync(o => o.Id == order && o.StockConfirmedAt != null, cancel))
                return ShippingOutcome.NotConfirmed;
            var lines = await context.Lines.Where(line => line.OrderId == order).OrderBy(line => line.Position).ToListAsync(cancel);
            var sent = pieces.Count > 0 ? pieces : lines.Where(line => line.Shipped < line.Quantity).ToDictionary(line => line.Position, line => line.Quantity - line.Shipped);
            if (sent.Count == 0 || sent.Any(piece => lines.Find(line => line.Position == piece.Key) is not { } line || piece.Value < 1 || line.Shipped + piece.Value > line.Quantity))
                return ShippingOutcome.WrongLines;
            foreach (var (position, quantity) in sent)
                lines[position].Shipped += quantity;
            var now = time.GetUtcNow();
            var shipment = new Shipment
            {
                Id = key,
                OrderId = order,
                Carrier = carrier,
                TrackingNumber = trackingNumber,
                Positions = [.. sent.Keys],
                Quantities = [.. sent.Values],
                ShippedAt = now,
            };
            context.Shipments.Add(shipment);
            await context.TellOfParcelAsync(shipment, BuyerSteps.Shipped, lines, now, cancel);
            if (options.SimulatedDelivery is { } delivery)
                context.Schedule(WorkKind.Carry, order, shipment.Id, now + delivery * SimulatedCarrier.After(TrackingStatus.InTransit));
            await context.SaveChangesAsync(cancel);
            if (lines.TrueForAll(line => line.Shipped == line.Quantity))
            {
                await transitions.MoveAsync(order, OrderState.Shipped, Actor.Staff(staff), null, cancel);
                context.Schedule(WorkKind.AutoConfirm, order, null, now + options.AutoConfirmAfter);
                context.Publish(new OrderShipped(order), now);
            }
            else
                transitions.Note(order, OrderState.Paid, Actor.Staff(staff), OrderReasons.PartShipped);
            return ShippingOutcome.Done;
        }, cancellationToken);
        signal.Raise();
        return outcome;
    }

    /// <summary>Staff say where a parcel is; said again under the same key, it is said once. Nothing more is said of one that is delivered.</summary>
    public Task<ShippingOutcome> TrackAsync(
        Guid order, Guid shipment, TrackingStatus status, string? place, DateTimeOffset at, Guid key, Guid staff, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is not { } state || await FindAsync(order, shipment, cancel) is not { } parcel)
            return ShippingOutcome.NotFound;
        if (await context.Tracking.AsNoTracking().SingleOrDefaultAsync(said => said.Id == key, cancel) is { } known)
            return known.ShipmentId == shipment && known.Status == status ? ShippingOutcome.Done : ShippingOutcome.KeyUsed;
        if (at < parcel.ShippedAt)
            return ShippingOutcome.TooEarly;
        if (parcel.DeliveredAt is not null)
            return status == TrackingStatus.Delivered ? ShippingOutcome.Done : ShippingOutcome.WrongState;
        await SayAsync(parcel, state, new() { Id = key, ShipmentId = shipment, Status = status, Place = place, At = at }, Actor.Staff(staff), cancel);
        return ShippingOutcome.Done;
    }, cancellationToken);

    /// <summary>In development a carrier that is simulated takes a parcel one step on, unless the buyer has it.</summary>
    public Task<bool> CarryAsync(ScheduledWork work, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        await context.FinishAsync(work, cancel);
        if (await transitions.LockAsync(work.OrderId, cancel) is not { } state || await FindAsync(work.OrderId, work.SubjectId, cancel) is not { DeliveredAt: null, ReceivedAt: null } parcel)
            return false;
        var status = SimulatedCarrier.Next(await context.Tracking.Where(said => said.ShipmentId == parcel.Id).MaxAsync(said => (TrackingStatus?)said.Status, cancel));
        await SayAsync(parcel, state, new() { Id = Guid.CreateVersion7(), ShipmentId = parcel.Id, Status = status, At = time.GetUtcNow() }, Actor.System, cancel);
        if (status != TrackingStatus.Delivered && options.SimulatedDelivery is { } delivery)
            context.Schedule(WorkKind.Carry, parcel.OrderId, parcel.Id, parcel.ShippedAt + delivery * SimulatedCarrier.After(SimulatedCarrier.Next(status)));
        return true;
    }, cancellationToken);

    Task<Shipment?> FindAsync(Guid order, Guid? shipment, CancellationToken cancellationToken) =>
        context.Shipments.AsNoTracking().SingleOrDefaultAsync(parcel => parcel.Id == shipment && parcel.OrderId == order, cancellationToken);

    /// <summary>Of one that is delivered the buyer is told by mail, and the order's history says it.</summary>
    async Task SayAsync(Shipment parcel, OrderState state, TrackingEvent said, Actor actor, CancellationToken cancellationToken)
    {
        context.Tracking.Add(said);
        if (said.Status != TrackingStatus.Delivered)
        {
            transitions.Tell(parcel.OrderId);
            return;
        }
        await context.Shipments.Where(shipment => shipment.Id == parcel.Id).ExecuteUpdateAsync(set => set.SetProperty(shipment => shipment.DeliveredAt, said.At), cancellationToken);
        await context.TellOfParcelAsync(parcel, BuyerSteps.Delivered, [], said.At, cancellationToken);
        transitions.Note(parcel.OrderId, state, actor, OrderReasons.Delivered);
    }

    /// <summary>The buyer has it all. A second time changes nothing.</summary>
    public Task<ShippingOutcome> ConfirmAsync(Guid order, Guid buyer, CancellationToken cancellationToken) => context.TransactAsync(
        async cancel => await ReceiveAsync(order, Actor.Buyer(buyer), null, cancel), cancellationToken);

    /// <summary>The buyer has one parcel; with the last one all of it, where nothing is left to be shipped. False where there is no such parcel.</summary>
    public Task<bool> ConfirmParcelAsync(Guid order, Guid shipment, Guid buyer, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        var state = await transitions.LockAsync(order, cancel);
        var now = time.GetUtcNow();
        var parcels = context.Shipments.Where(parcel => parcel.OrderId == order);
        if (!await parcels.AnyAsync(parcel => parcel.Id == shipment, cancel))
            return false;
        await parcels.Where(parcel => parcel.Id == shipment && parcel.ReceivedAt == null).ExecuteUpdateAsync(set => set.SetProperty(parcel => parcel.ReceivedAt, now), cancel);
        if (state == OrderState.Shipped && !await parcels.AnyAsync(parcel => parcel.ReceivedAt == null, cancel))
            await ReceiveAsync(order, Actor.Buyer(buyer), null, cancel);
        return true;
    }, cancellationToken);

    /// <summary>In the transaction of whoever calls.</summary>
    public async Task<ShippingOutcome> ReceiveAsync(Guid order, Actor actor, string? reason, CancellationToken cancellationToken)
    {
        if (await transitions.MoveAsync(order, OrderState.Received, actor, reason, cancellationToken) is null)
            return await transitions.LockAsync(order, cancellationToken) is OrderState.Received or OrderState.Completed ? ShippingOutcome.Done : ShippingOutcome.WrongState;
        var now = time.GetUtcNow();
        await context.Shipments.Where(shipment => shipment.OrderId == order && shipment.ReceivedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(shipment => shipment.ReceivedAt, now), cancellationToken);
        context.Schedule(WorkKind.Complete, order, null, now + options.ReturnWindow);
        context.Publish(new OrderReceived(order), now);
        return ShippingOutcome.Done;
    }
}
