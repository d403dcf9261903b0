using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Payments;

/// <summary>
/// Pays an order: authorise, capture, paid. What the gateway has said is written down before the next call, and each call has a key of the
/// payment's own; so wherever this dies, doing it again from the beginning moves no money twice. An order that was cancelled meanwhile is not
/// captured, or, where it was too late for that, given back.
/// </summary>
sealed class PayStep(OrdersContext context, IPaymentGateway gateway, PaymentRecord record, OrderTransitions transitions, TimeProvider time) : IWorkStep
{
    public WorkKind Kind => WorkKind.Pay;

    public async Task RunAsync(ScheduledWork work, CancellationToken cancellationToken)
    {
        var payment = await record.ReadAsync(work.SubjectId!.Value);
        OrderState? order = null;
        if (payment.State == PaymentState.Pending)
        {
            var (id, decline) = await gateway.AuthoriseAsync($"{payment.Id:N}-authorise", payment.Token!, payment.Amount, payment.Currency, cancellationToken);
            if (id is null)
            {
                await DeclineAsync(work, payment, decline!, cancellationToken);
                return;
            }
            order = await record.AuthoriseAsync(payment, id);
            (payment.State, payment.ProviderId) = (PaymentState.Authorised, id);
        }
        if (payment.State == PaymentState.Authorised)
        {
            order ??= await context.Orders.Where(o => o.Id == payment.OrderId).Select(o => o.State).SingleAsync(cancellationToken);
            if (order == OrderState.Submitted)
            {
                await gateway.CaptureAsync($"{payment.Id:N}-capture", payment.ProviderId!, cancellationToken);
                await record.CaptureAsync(work, payment);
                return;
            }
            if (!await gateway.VoidAsync($"{payment.Id:N}-void", payment.ProviderId!, cancellationToken))
            {
                // It was captured before this was begun anew, and the order cancelled since.
                await record.CaptureAsync(work, payment);
                return;
            }
            await context.Database.ExecuteSqlAsync(
                $"update payments set state = {(short)PaymentState.Voided}, updated_at = {time.GetUtcNow()} where id = {payment.Id} and state = {(short)PaymentState.Authorised}", cancellationToken);
        }
        await context.FinishAsync(work, cancellationToken);
    }

    Task<bool> DeclineAsync(ScheduledWork work, Payment payment, string decline, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        await context.FinishAsync(work, cancel);
        // The order's row before its payment's, as everybody does.
        var failed = await transitions.MoveAsync(payment.OrderId, OrderState.PaymentFailed, Actor.System, decline, cancel);
        await context.Database.ExecuteSqlAsync(
            $"update payments set state = {(short)PaymentState.Declined}, failure = {decline}, token = null, updated_at = {time.GetUtcNow()} where id = {payment.Id}", cancel);
        if (failed is not null)
        {
            var now = time.GetUtcNow();
            context.Publish(new PaymentFailed(payment.OrderId), now);
            context.TellBuyer(failed, BuyerSteps.PaymentFailed, now);
        }
        return true;
    }, cancellationToken);
}
