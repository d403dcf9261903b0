using Shop.Orders.Data;
using Shop.Orders.Work;

namespace Shop.Orders.Payments;

static class PaymentAttempts
{
    /// <summary>Begins to pay an order, in the transaction of whoever calls.</summary>
    public static void Begin(OrdersContext context, Guid order, int attempt, decimal amount, string currency, string token, DateTimeOffset now)
    {
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(),
            OrderId = order,
            Attempt = attempt,
            Amount = amount,
            Currency = currency,
            State = PaymentState.Pending,
            Token = token,
            CreatedAt = now,
            UpdatedAt = now,
        };
        context.Payments.Add(payment);
        context.Schedule(WorkKind.Pay, order, payment.Id, now);
    }
}
