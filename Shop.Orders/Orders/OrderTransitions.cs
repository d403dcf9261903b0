using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;

namespace Shop.Orders.Orders;

/// <summary>
/// Moves orders from state to state, in the transaction of whoever calls: a guarded update, a row of the history, and word to whoever watches. Of
/// two that want different things one finds that the other was faster.
/// </summary>
sealed class OrderTransitions(OrdersContext context, TimeProvider time)
{
    /// <summary>The channel on which every replica hears of changes.</summary>
    public const string Channel = "order_changes";

    /// <summary>False where the order is in no state from which it may go there: then nothing has changed.</summary>
    public async Task<bool> MoveAsync(Guid order, OrderState to, Actor actor, string? reason, CancellationToken cancellationToken)
    {
        short[] from = [.. OrderStates.Before(to).Select(state => (short)state)];
        var now = time.GetUtcNow();
        var moved = await context.Database.SqlQuery<short>(
            $"""
             with before as (select id, state from orders where id = {order} for update)
             update orders o set state = {(short)to}, updated_at = {now} from before where o.id = before.id and before.state = any ({from})
             returning before.state as "Value"
             """).ToListAsync(cancellationToken);
        if (moved.Count == 0)
            return false;
        await RecordAsync(order, (OrderState)moved[0], to, actor, reason, cancellationToken);
        return true;
    }

    /// <summary>Something that changes no state.</summary>
    public Task NoteAsync(Guid order, OrderState state, Actor actor, string reason, CancellationToken cancellationToken) =>
        RecordAsync(order, state, state, actor, reason, cancellationToken);

    /// <summary>The state, which nobody else can change until the transaction ends. Null where there is no such order.</summary>
    public async Task<OrderState?> LockAsync(Guid order, CancellationToken cancellationToken) =>
        (await context.Database.SqlQuery<short>($"""select state as "Value" from orders where id = {order} for update""").ToListAsync(cancellationToken)) is [var state]
            ? (OrderState)state
            : null;

    async Task RecordAsync(Guid order, OrderState from, OrderState to, Actor actor, string? reason, CancellationToken cancellationToken)
    {
        context.Events.Add(new() { OrderId = order, From = from, To = to, At = time.GetUtcNow(), Actor = actor.Kind, ActorId = actor.Id, Reason = reason });
        await context.SaveChangesAsync(cancellationToken);
        // Sent when the transaction is committed, and not before.
        await context.Database.ExecuteSqlAsync($"select pg_notify({Channel}, {order.ToString("N")})", cancellationToken);
    }
}
