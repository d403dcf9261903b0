using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Payments;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Orders;

/// <summary>What buyers and staff do with orders. False where the order's state forbids it; nothing has changed then.</summary>
sealed class OrderDesk(OrdersContext context, OrderTransitions transitions, Refunds refunds, WorkSignal signal, TimeProvider time)
{
    /// <summary>Before anything of it was shipped. Stock and money come back.</summary>
    public Task<bool> CancelAsync(Guid order, Actor actor, string? reason, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is null || await context.Shipments.AnyAsync(shipment => shipment.OrderId == order, cancel)
            || !await transitions.MoveAsync(order, OrderState.Cancelled, actor, reason ?? OrderReasons.ByBuyer, cancel))
            return false;
        await refunds.GiveBackAllAsync(order, reason ?? OrderReasons.ByBuyer, cancel);
        var now = time.GetUtcNow();
        context.Publish(new OrderCancelled(order), now);
        // Staff that cancel without a word have asked the buyer, or been asked.
        await context.TellAsync(order, BuyerSteps.Cancelled, now, cancel, reason ?? OrderReasons.ByBuyer);
        return true;
    }, cancellationToken);

    /// <summary>Once more, with another card.</summary>
    public Task<bool> PayAgainAsync(Guid order, string token, Guid buyer, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (!await transitions.MoveAsync(order, OrderState.Submitted, Actor.Buyer(buyer), OrderReasons.PaidAgain, cancel))
            return false;
        var last = await context.Payments.Where(payment => payment.OrderId == order).MaxAsync(payment => payment.Attempt, cancel);
        var due = await context.Orders.Where(o => o.Id == order).Select(o => new { o.Total, o.Currency }).SingleAsync(cancel);
        PaymentAttempts.Begin(context, order, last + 1, due.Total, due.Currency, token, time.GetUtcNow());
        return true;
    }, cancellationToken);

    public Task<bool> RequestReturnAsync(Guid order, Guid buyer, string reason, CancellationToken cancellationToken) =>
        ActAsync(cancel => transitions.MoveAsync(order, OrderState.ReturnRequested, Actor.Buyer(buyer), reason, cancel), cancellationToken);

    /// <summary>All money that is left goes back.</summary>
    public Task<bool> ApproveReturnAsync(Guid order, Guid staff, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (!await transitions.MoveAsync(order, OrderState.Refunded, Actor.Staff(staff), null, cancel))
            return false;
        await refunds.GiveBackAllAsync(order, null, cancel);
        await context.TellAsync(order, BuyerSteps.ReturnApproved, time.GetUtcNow(), cancel);
        return true;
    }, cancellationToken);

    /// <summary>The order is complete then: there is no second return.</summary>
    public Task<bool> RefuseReturnAsync(Guid order, Guid staff, string? reason, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) != OrderState.ReturnRequested
            || !await transitions.MoveAsync(order, OrderState.Received, Actor.Staff(staff), reason ?? OrderReasons.ReturnRefused, cancel)
            || !await transitions.MoveAsync(order, OrderState.Completed, Actor.System, null, cancel))
            return false;
        await context.TellAsync(order, BuyerSteps.ReturnRefused, time.GetUtcNow(), cancel, reason ?? OrderReasons.ReturnRefused);
        return true;
    }, cancellationToken);

    /// <summary>A part of the money, without a return. False also where there is not so much left.</summary>
    public Task<bool> RefundAsync(Guid order, decimal amount, string reason, Guid staff, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is not { } state || !await refunds.GiveBackAsync(order, amount, reason, cancel))
            return false;
        await transitions.NoteAsync(order, state, Actor.Staff(staff), OrderReasons.PartRefunded, cancel);
        return true;
    }, cancellationToken);

    async Task<bool> ActAsync(Func<CancellationToken, Task<bool>> act, CancellationToken cancellationToken)
    {
        var isDone = await context.TransactAsync(act, cancellationToken);
        signal.Raise();
        return isDone;
    }
}
