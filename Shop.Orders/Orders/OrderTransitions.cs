using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;

namespace Shop.Orders.Orders;

/// <summary>
/// Moves orders from state to state, in the transaction of whoever calls: a guarded update, a row of the history, and word to whoever watches. Of
/// two that want different things one finds that the other was faster.
/// </summary>
sealed class OrderTransitions(OrdersContext context, OrderNews news, TimeProvider time)
{
    /// <summary>
    /// Null where the order is in no state from which it may go there: then nothing has changed. Its row is locked either way. The history is saved with
    /// whatever else the caller saves: one round trip.
    /// </summary>
    public async Task<MovedOrder?> MoveAsync(Guid order, OrderState to, Actor actor, string? reason, CancellationToken cancellationToken) =>
        await MoveAsync([order], to, actor, reason, cancellationToken) is [var moved] ? moved : null;

    /// <summary>The same of many, each by itself. Tells which of them have moved.</summary>
    public async Task<List<MovedOrder>> MoveAsync(Guid[] orders, OrderState to, Actor actor, string? reason, CancellationToken cancellationToken)
    {
        short[] from = [.. OrderStates.Before(to).Select(state => (short)state)];
        var now = time.GetUtcNow();
        // In order of ids, as everyone locks several.
        var moved = await context.Database.SqlQuery<MovedOrder>(
            $"""
             with before as (select id, state from orders where id = any ({orders}) order by id for update),
             moved as (
                 update orders o set state = {(short)to}, updated_at = {now} from before where o.id = before.id and before.state = any ({from})
                 returning o.id, before.state, number, user_id, currency, total)
             select id, state as "From", number, user_id as "UserId", currency, total from moved
             """).ToListAsync(cancellationToken);
        foreach (var order in moved)
        {
            Record(order.Id, order.From, to, actor, reason, now);
            Tell(order.Id);
        }
        return moved;
    }

    /// <summary>Something that changes no state.</summary>
    public void Note(Guid order, OrderState state, Actor actor, string reason)
    {
        Record(order, state, state, actor, reason, time.GetUtcNow());
        Tell(order);
    }

    /// <summary>Word to whoever watches, of what is neither.</summary>
    public void Tell(Guid order) => news.Add(context, order);

    /// <summary>The state, which nobody else can change until the transaction ends. Null where there is no such order.</summary>
    public async Task<OrderState?> LockAsync(Guid order, CancellationToken cancellationToken) =>
        (await context.Database.SqlQuery<short>($"""select state as "Value" from orders where id = {order} for update""").ToListAsync(cancellationToken)) is [var state]
            ? (OrderState)state
            : null;

    void Record(Guid order, OrderState from, OrderState to, Actor actor, string? reason, DateTimeOffset now) =>
        context.Events.Add(new() { OrderId = order, From = from, To = to, At = now, Actor = actor.Kind, ActorId = actor.Id, Reason = reason });
}

/// <summary>What its buyer is told of an order that has gone to another state.</summary>
sealed record MovedOrder(Guid Id, OrderState From, string Number, Guid UserId, string Currency, decimal Total);
