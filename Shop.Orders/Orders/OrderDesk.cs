using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Payments;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Orders;

/// <summary>What became of a request to give money back.</summary>
enum RefundOutcome
{
    Done,
    NotFound,

    /// <summary>Not so much is left of what was paid.</summary>
    TooMuch,

    /// <summary>Another refund went under this key.</summary>
    KeyUsed,
}

/// <summary>What became of a note.</summary>
enum NoteOutcome
{
    Done,
    NotFound,

    /// <summary>Another note, or one of another order, was written under this key.</summary>
    KeyUsed,
}

/// <summary>What buyers and staff do with orders. False where the order's state forbids it; nothing has changed then.</summary>
sealed class OrderDesk(OrdersContext context, OrderTransitions transitions, Refunds refunds, WorkSignal signal, TimeProvider time)
{
    /// <summary>Before anything of it was shipped. Stock and money come back.</summary>
    public Task<bool> CancelAsync(Guid order, Actor actor, string? reason, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is null || await context.Shipments.AnyAsync(shipment => shipment.OrderId == order, cancel)
            || await transitions.MoveAsync(order, OrderState.Cancelled, actor, reason ?? OrderReasons.ByBuyer, cancel) is not { } cancelled)
            return false;
        await refunds.GiveBackAllAsync(order, reason ?? OrderReasons.ByBuyer, cancel);
        var now = time.GetUtcNow();
        context.Publish(new OrderCancelled(order), now);
        // Staff that cancel without a word have asked the buyer, or been asked.
        context.TellBuyer(cancelled, BuyerSteps.Cancelled, now, reason ?? OrderReasons.ByBuyer);
        return true;
    }, cancellationToken);

    /// <summary>Once more, with another card.</summary>
    public Task<bool> PayAgainAsync(Guid order, string token, Guid buyer, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.MoveAsync(order, OrderState.Submitted, Actor.Buyer(buyer), OrderReasons.PaidAgain, cancel) is not { } due)
            return false;
        var last = await context.Payments.Where(payment => payment.OrderId == order).MaxAsync(payment => payment.Attempt, cancel);
        PaymentAttempts.Begin(context, order, last + 1, due.Total, due.Currency, token, time.GetUtcNow());
        return true;
    }, cancellationToken);

    public Task<bool> RequestReturnAsync(Guid order, Guid buyer, string reason, CancellationToken cancellationToken) =>
        ActAsync(async cancel => await transitions.MoveAsync(order, OrderState.ReturnRequested, Actor.Buyer(buyer), reason, cancel) is not null, cancellationToken);

    /// <summary>All money that is left goes back.</summary>
    public Task<bool> ApproveReturnAsync(Guid order, Guid staff, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.MoveAsync(order, OrderState.Refunded, Actor.Staff(staff), null, cancel) is not { } refunded)
            return false;
        await refunds.GiveBackAllAsync(order, null, cancel);
        context.TellBuyer(refunded, BuyerSteps.ReturnApproved, time.GetUtcNow());
        return true;
    }, cancellationToken);

    /// <summary>The order is complete then: there is no second return.</summary>
    public Task<bool> RefuseReturnAsync(Guid order, Guid staff, string? reason, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) != OrderState.ReturnRequested
            || await transitions.MoveAsync(order, OrderState.Received, Actor.Staff(staff), reason ?? OrderReasons.ReturnRefused, cancel) is null
            || await transitions.MoveAsync(order, OrderState.Completed, Actor.System, null, cancel) is not { } completed)
            return false;
        context.TellBuyer(completed, BuyerSteps.ReturnRefused, time.GetUtcNow(), reason ?? OrderReasons.ReturnRefused);
        return true;
    }, cancellationToken);

    /// <summary>A part of the money, without a return. Sent again under its key, it goes back once.</summary>
    public Task<RefundOutcome> RefundAsync(Guid order, decimal amount, string reason, Guid key, Guid staff, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is not { } state)
            return RefundOutcome.NotFound;
        if (await context.Refunds.AsNoTracking().SingleOrDefaultAsync(refund => refund.Id == key, cancel) is { } known)
            return known.OrderId == order && known.Amount == amount ? RefundOutcome.Done : RefundOutcome.KeyUsed;
        if (!await refunds.GiveBackAsync(order, amount, reason, key, cancel))
            return RefundOutcome.TooMuch;
        transitions.Note(order, state, Actor.Staff(staff), OrderReasons.PartRefunded);
        return RefundOutcome.Done;
    }, cancellationToken);

    /// <summary>Something that staff want to remember, and that no buyer reads. Sent again under its key, it is written once.</summary>
    public Task<NoteOutcome> AddNoteAsync(Guid order, string text, Guid key, Guid staff, CancellationToken cancellationToken) => ActAsync(async cancel =>
    {
        if (await transitions.LockAsync(order, cancel) is null)
            return NoteOutcome.NotFound;
        if (await context.Notes.AsNoTracking().SingleOrDefaultAsync(note => note.Id == key, cancel) is { } known)
            return known.OrderId == order && known.Text == text ? NoteOutcome.Done : NoteOutcome.KeyUsed;
        context.Notes.Add(new() { Id = key, OrderId = order, At = time.GetUtcNow(), StaffId = staff, Text = text });
        await context.SaveChangesAsync(cancel);
        return NoteOutcome.Done;
    }, cancellationToken);

    async Task<T> ActAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        var outcome = await context.TransactAsync(act, cancellationToken);
        signal.Raise();
        return outcome;
    }
}
