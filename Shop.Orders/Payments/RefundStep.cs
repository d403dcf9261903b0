using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Work;

namespace Shop.Orders.Payments;

/// <summary>Has the gateway give back what has been decided to be given back.</summary>
sealed class RefundStep(OrdersContext context, IPaymentGateway gateway, OrderTransitions transitions, TimeProvider time) : IWorkStep
{
    public WorkKind Kind => WorkKind.Refund;

    public async Task RunAsync(ScheduledWork work, CancellationToken cancellationToken)
    {
        var refund = await context.Refunds.AsNoTracking().SingleAsync(r => r.Id == work.SubjectId, cancellationToken);
        var payment = await context.Payments.Where(p => p.Id == refund.PaymentId).Select(p => p.ProviderId!).SingleAsync(cancellationToken);
        await gateway.RefundAsync($"{refund.Id:N}-refund", payment, refund.Amount, cancellationToken);
        await context.TransactAsync(async cancel =>
        {
            await context.FinishAsync(work, cancel);
            var now = time.GetUtcNow();
            await context.Database.ExecuteSqlAsync($"update refunds set done_at = {now} where id = {refund.Id}", cancel);
            await context.TellOfRefundAsync(refund.OrderId, refund.Amount, now, cancel);
            transitions.Tell(refund.OrderId);
            return true;
        }, cancellationToken);
    }
}
