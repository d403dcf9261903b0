using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Work;

namespace Shop.Orders.Payments;

/// <summary>Gives money back, in the transaction of whoever calls: never more than was taken, whoever else gives back at the same time.</summary>
sealed class Refunds(OrdersContext context, TimeProvider time)
{
    /// <summary>False where there is not so much left.</summary>
    public async Task<bool> GiveBackAsync(Guid order, decimal amount, string? reason, Guid key, CancellationToken cancellationToken)
    {
        if (await LockCapturedAsync(order, cancellationToken) is not { } payment || amount > await LeftAsync(payment, cancellationToken))
            return false;
        Add(payment, amount, reason, key);
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Whatever is left, which may be nothing.</summary>
    public async Task GiveBackAllAsync(Guid order, string? reason, CancellationToken cancellationToken)
    {
        if (await LockCapturedAsync(order, cancellationToken) is not { } payment || await LeftAsync(payment, cancellationToken) is not (> 0 and var left))
            return;
        Add(payment, left, reason, Guid.CreateVersion7());
        await context.SaveChangesAsync(cancellationToken);
    }

    Task<Payment?> LockCapturedAsync(Guid order, CancellationToken cancellationToken) =>
        context.Payments.FromSql($"select * from payments where order_id = {order} and state = {(short)PaymentState.Captured} for update").SingleOrDefaultAsync(cancellationToken);

    async Task<decimal> LeftAsync(Payment payment, CancellationToken cancellationToken) =>
        payment.Amount - await context.Refunds.Where(refund => refund.PaymentId == payment.Id).SumAsync(refund => refund.Amount, cancellationToken);

    void Add(Payment payment, decimal amount, string? reason, Guid id)
    {
        var refund = new Refund
        {
            Id = id,
            OrderId = payment.OrderId,
            PaymentId = payment.Id,
            Amount = amount,
            Reason = reason,
            CreatedAt = time.GetUtcNow(),
        };
        context.Refunds.Add(refund);
        context.Schedule(WorkKind.Refund, payment.OrderId, refund.Id, refund.CreatedAt);
    }
}
