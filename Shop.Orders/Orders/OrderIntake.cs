using Microsoft.EntityFrameworkCore;
using Rebus.Handlers;
using Shop.Orders.Data;
using Shop.Orders.Payments;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders.Orders;

/// <summary>Makes orders of accepted checkouts, each once, and has them paid.</summary>
sealed class CheckoutAcceptedHandler(OrdersContext context, OrderTransitions transitions, WorkSignal work, TimeProvider time) : IHandleBatches<CheckoutAccepted>
{
    public async Task HandleAsync(IReadOnlyList<Gathered<CheckoutAccepted>> messages)
    {
        // The inbox knows messages by their ids; this is for one that was written twice.
        Guid[] ids = [.. messages.Select(message => message.Item.OrderId)];
        var known = await context.Orders.Where(order => ids.Contains(order.Id)).Select(order => order.Id).ToHashSetAsync();
        var now = time.GetUtcNow();
        await messages.ForEachAsync(message =>
        {
            if (known.Add(message.OrderId))
                Place(message, now);
            return Task.CompletedTask;
        });
        AfterCommit.Do(context.Database, work.Raise);
    }

    void Place(CheckoutAccepted message, DateTimeOffset now)
    {
        var order = new Order
        {
            Id = message.OrderId,
            Number = OrderNumber.Of(message.OrderId),
            UserId = message.UserId,
            State = OrderState.Submitted,
            Currency = message.Currency,
            Subtotal = message.Subtotal,
            Coupon = message.Coupon,
            Discount = message.Discount,
            ShippingMethod = message.ShippingMethod,
            Shipping = message.Shipping,
            TaxRate = message.TaxRate,
            Tax = message.Tax,
            TaxIncluded = message.TaxIncluded,
            Total = message.Total,
            ShippingAddress = message.ShippingAddress,
            Language = message.Language,
            PlacedAt = message.AcceptedAt,
            ReservedUntil = message.ReservedUntil,
            UpdatedAt = now,
            Lines = [.. message.Lines.Select((line, position) => new OrderLine
            {
                OrderId = message.OrderId,
                Position = position,
                ProductId = line.ProductId,
                Sku = line.Sku,
                Slug = line.Slug,
                NameEn = line.NameEn,
                NameZh = line.NameZh,
                UnitPrice = line.UnitPrice,
                Quantity = line.Quantity,
                Amount = line.Amount,
                Discount = line.Discount,
                Tax = line.Tax,
            })],
        };
        context.Orders.Add(order);
        context.TellPlaced(order, now);
        context.Events.Add(new() { OrderId = message.OrderId, To = OrderState.Submitted, At = message.AcceptedAt, Actor = ActorKind.Buyer, ActorId = message.UserId });
        PaymentAttempts.Begin(context, message.OrderId, 1, message.Total, message.Currency, message.PaymentToken, now);
        transitions.Tell(message.OrderId);
    }
}

/// <summary>Who has not paid in time has not bought. A payment that still comes is given back.</summary>
sealed class ReservationExpiredHandler(OrdersContext context, OrderTransitions transitions, TimeProvider time) : IHandleMessages<ReservationExpired>
{
    public async Task Handle(ReservationExpired message)
    {
        await context.RequireAsync(message.OrderId);
        // One whose payment has failed may be paid later too, if there are pieces by then.
        if (await transitions.LockAsync(message.OrderId, CancellationToken.None) != OrderState.Submitted
            || await transitions.MoveAsync(message.OrderId, OrderState.Cancelled, Actor.System, OrderReasons.NotPaidInTime, CancellationToken.None) is not { } cancelled)
            return;
        var now = time.GetUtcNow();
        context.Publish(new OrderCancelled(message.OrderId), now);
        context.TellBuyer(cancelled, BuyerSteps.Cancelled, now, OrderReasons.NotPaidInTime);
    }
}

/// <summary>From now on they may be shipped, if they are paid. What comes twice, or after a cancellation, is of no effect.</summary>
sealed class StockConfirmedHandler(OrdersContext context, TimeProvider time) : IHandleBatches<StockConfirmed>
{
    public async Task HandleAsync(IReadOnlyList<Gathered<StockConfirmed>> messages)
    {
        Guid[] ids = [.. messages.Select(message => message.Item.OrderId).Distinct()];
        // In order of ids, as everyone locks several.
        var known = await context.Database.SqlQuery<Guid>(
            $"""
             with known as (select id from orders where id = any ({ids}) order by id for no key update),
             confirmed as (update orders o set stock_confirmed_at = {time.GetUtcNow()} from known where o.id = known.id and o.stock_confirmed_at is null)
             select id as "Value" from known
             """).ToListAsync();
        Intake.Require(ids, known);
    }
}

/// <summary>It was paid after its pieces had gone to others: it is cancelled, and the money goes back.</summary>
sealed class StockShortageHandler(OrdersContext context, OrderTransitions transitions, Refunds refunds, TimeProvider time) : IHandleMessages<StockShortage>
{
    public async Task Handle(StockShortage message)
    {
        await context.RequireAsync(message.OrderId);
        if (await transitions.MoveAsync(message.OrderId, OrderState.Cancelled, Actor.System, OrderReasons.OutOfStock, CancellationToken.None) is not { } cancelled)
            return;
        await refunds.GiveBackAllAsync(message.OrderId, OrderReasons.OutOfStock, CancellationToken.None);
        var now = time.GetUtcNow();
        context.Publish(new OrderCancelled(message.OrderId), now);
        context.TellBuyer(cancelled, BuyerSteps.Cancelled, now, OrderReasons.OutOfStock);
    }
}

static class Intake
{
    /// <summary>What overtakes the checkout that it is about is tried again later.</summary>
    public static async Task RequireAsync(this OrdersContext context, Guid order) =>
        Require([order], await context.Orders.Where(o => o.Id == order).Select(o => o.Id).ToListAsync());

    public static void Require(IEnumerable<Guid> orders, IReadOnlyCollection<Guid> known)
    {
        if (orders.Except(known).ToList() is [var missing, ..])
            throw new InvalidOperationException($"There is no order {missing} yet.");
    }
}
