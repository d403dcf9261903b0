using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Work;

namespace Shop.Orders.Shipping;

sealed class CarryStep(ShippingDesk desk) : IWorkStep
{
    public WorkKind Kind => WorkKind.Carry;

    public Task RunAsync(ScheduledWork work, CancellationToken cancellationToken) => desk.CarryAsync(work, cancellationToken);
}

/// <summary>Who has kept silent for so long has received it.</summary>
sealed class AutoConfirmStep(OrdersContext context, OrderTransitions transitions, ShippingDesk desk) : IWorkStep
{
    public WorkKind Kind => WorkKind.AutoConfirm;

    public Task RunAsync(ScheduledWork work, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        await context.FinishAsync(work, cancel);
        if (await transitions.LockAsync(work.OrderId, cancel) == OrderState.Shipped)
            await desk.ReceiveAsync(work.OrderId, Actor.System, OrderReasons.Silence, cancel);
        return true;
    }, cancellationToken);
}

sealed class CompleteStep(OrdersContext context, OrderTransitions transitions) : IWorkStep
{
    public WorkKind Kind => WorkKind.Complete;

    public Task RunAsync(ScheduledWork work, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        await context.FinishAsync(work, cancel);
        // One whose return is asked for is completed by whoever decides on that.
        await transitions.MoveAsync(work.OrderId, OrderState.Completed, Actor.System, OrderReasons.ReturnWindowOver, cancel);
        return true;
    }, cancellationToken);
}
