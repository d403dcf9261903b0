using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Payments;

/// <summary>Reads payments, and writes down what the gateway has said of them: of all that are being paid in this process together, see <see cref="Gathering{TItem,TResult}"/>.</summary>
sealed class PaymentRecord
{
    readonly IServiceScopeFactory scopes;
    readonly WorkSignal work;
    readonly TimeProvider time;
    readonly Gathering<Guid, Payment> reads;
    readonly Gathering<Authorised, OrderState> authorised;
    readonly Gathering<Captured, bool> captured;

    public PaymentRecord(IServiceScopeFactory scopes, WorkSignal work, TimeProvider time)
    {
        (this.scopes, this.work, this.time) = (scopes, work, time);
        (reads, authorised, captured) = (new(ReadAsync), new(AuthoriseAsync), new(CaptureAsync));
    }

    public Task<Payment> ReadAsync(Guid payment) => reads.DoAsync(payment);

    /// <summary>The money is held. Tells how the order stands, in the same round trip.</summary>
    public Task<OrderState> AuthoriseAsync(Payment payment, string providerId) => authorised.DoAsync(new(payment.Id, payment.OrderId, providerId));

    /// <summary>The money is ours, and the work done: the order is paid. Where it is not to be paid any more the money is to be given back, and the order is as it was.</summary>
    /// <returns>True where the order is paid.</returns>
    /// <exception cref="WorkLostException">It took too long, and is another's now: nothing has changed.</exception>
    public Task<bool> CaptureAsync(ScheduledWork work, Payment payment) => captured.DoAsync(new(work, payment));

    async Task<IReadOnlyList<Payment>> ReadAsync(IReadOnlyList<Gathered<Guid>> payments)
    {
        await using var scope = scopes.CreateAsyncScope();
        Guid[] ids = [.. payments.Select(payment => payment.Item)];
        var found = await scope.ServiceProvider.GetRequiredService<OrdersContext>().Payments.AsNoTracking().Where(payment => ids.Contains(payment.Id)).ToDictionaryAsync(payment => payment.Id);
        return [.. ids.Select(id => found[id])];
    }

    async Task<IReadOnlyList<OrderState>> AuthoriseAsync(IReadOnlyList<Gathered<Authorised>> payments)
    {
        await using var scope = scopes.CreateAsyncScope();
        Guid[] orders = [.. payments.Select(payment => payment.Item.Order)], ids = [.. payments.Select(payment => payment.Item.Payment)];
        string[] providers = [.. payments.Select(payment => payment.Item.ProviderId)];
        var states = await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.SqlQuery<StateOfOrder>(
            $"""
             with written as (
                 update payments p set state = {(short)PaymentState.Authorised}, provider_id = said.provider_id, token = null, updated_at = {time.GetUtcNow()}
                 from unnest({ids}, {providers}) said (id, provider_id)
                 where p.id = said.id and state <= {(short)PaymentState.Authorised})
             select id, state from orders where id = any ({orders})
             """).ToDictionaryAsync(order => order.Id, order => order.State);
        return [.. orders.Select(order => states[order])];
    }

    async Task<IReadOnlyList<bool>> CaptureAsync(IReadOnlyList<Gathered<Captured>> payments)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (context, transitions, refunds) =
            (scope.ServiceProvider.GetRequiredService<OrdersContext>(), scope.ServiceProvider.GetRequiredService<OrderTransitions>(), scope.ServiceProvider.GetRequiredService<Refunds>());
        Guid[] orders = [.. payments.Select(payment => payment.Item.Payment.OrderId)], ids = [.. payments.Select(payment => payment.Item.Payment.Id)];
        Guid[] works = [.. payments.Select(payment => payment.Item.Work.Id)], claims = [.. payments.Select(payment => payment.Item.Work.Claim!.Value)];
        var paid = await (payments.Count > 1 ? context.TransactTogetherAsync(PayAsync, CancellationToken.None) : context.TransactAsync(PayAsync, CancellationToken.None));
        return [.. orders.Select(paid.ContainsKey)];

        async Task<Dictionary<Guid, MovedOrder>> PayAsync(CancellationToken cancel)
        {
            // The orders' rows before their payments', as everybody does.
            var moved = (await transitions.MoveAsync(orders, OrderState.Paid, Actor.System, null, cancel)).ToDictionary(order => order.Id);
            var now = time.GetUtcNow();
            var finished = await context.Database.ExecuteSqlAsync(
                $"""
                 with captured as (update payments set state = {(short)PaymentState.Captured}, updated_at = {now} where id = any ({ids}))
                 delete from scheduled_work w using unnest({works}, {claims}) done (id, claim) where w.id = done.id and w.claim = done.claim
                 """, cancel);
            if (finished < works.Length)
                throw new WorkLostException($"{works.Length - finished} of the payments {string.Join(", ", ids)} are no longer ours.");
            await payments.ForEachAsync(async payment =>
            {
                if (moved.TryGetValue(payment.Payment.OrderId, out var order))
                {
                    context.Publish(new OrderPaid(order.Id), now);
                    context.TellBuyer(order, BuyerSteps.Paid, now);
                }
                else
                {
                    // It was cancelled while the gateway was at it.
                    await refunds.GiveBackAllAsync(payment.Payment.OrderId, OrderReasons.ByBuyer, cancel);
                    AfterCommit.Do(context.Database, work.Raise);
                }
            });
            return moved;
        }
    }

    sealed record Authorised(Guid Payment, Guid Order, string ProviderId);

    sealed record Captured(ScheduledWork Work, Payment Payment);

    sealed record StateOfOrder(Guid Id, OrderState State);
}
