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

    /// <summary>
    /// False where the order is in no state from which it may go there: then nothing has changed. Its row is locked either way. The history is saved with
    /// whatever else the caller saves, and word is sent when the transaction is committed, and not before: one round trip.
    /// </summary>
    public async Task<bool> MoveAsync(Guid order, OrderState to, Actor actor, string? reason, CancellationToken cancellationToken)
    {
        short[] from = [.. OrderStates.Before(to).Select(state => (short)state)];
        var now = time.GetUtcNow();
        var moved = await context.Database.SqlQuery<short>(
            $"""
             with before as (select id, state from orders where id = {order} for update),
             moved as (
                 update orders o set state = {(short)to}, updated_at = {now} from before where o.id = before.id and before.state = any ({from})
                 returning before.state)
             select moved.state as "Value" from moved, lateral (select pg_notify({Channel}, {order.ToString("N")})) told
             """).ToListAsync(cancellationToken);
        if (moved.Count == 0)
            return false;
        Record(order, (OrderState)moved[0], to, actor, reason, now);
        return true;
    }

    /// <summary>Something that changes no state.</summary>
    public Task NoteAsync(Guid order, OrderState state, Actor actor, string reason, CancellationToken cancellationToken)
    {
        Record(order, state, state, actor, reason, time.GetUtcNow());
        return TellAsync(order, cancellationToken);
    }

    /// <summary>Word to whoever watches, of what is neither.</summary>
    public Task TellAsync(Guid order, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"select pg_notify({Channel}, {order.ToString("N")})", cancellationToken);

    /// <summary>The state, which nobody else can change until the transaction ends. Null where there is no such order.</summary>
    public async Task<OrderState?> LockAsync(Guid order, CancellationToken cancellationToken) =>
        (await context.Database.SqlQuery<short>($"""select state as "Value" from orders where id = {order} for update""").ToListAsync(cancellationToken)) is [var state]
            ? (OrderState)state
            : null;

    void Record(Guid order, OrderState from, OrderState to, Actor actor, string? reason, DateTimeOffset now) =>
        context.Events.Add(new() { OrderId = order, From = from, To = to, At = now, Actor = actor.Kind, ActorId = actor.Id, Reason = reason });
}
