using Rebus.Handlers;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog.Checkout;

sealed class OrderPaidHandler(Reservations reservations) : IHandleBatches<OrderPaid>
{
    public async Task HandleAsync(IReadOnlyList<Gathered<OrderPaid>> messages)
    {
        var others = await reservations.SellReservedAsync([.. messages.Select(message => message.Item.OrderId)], CancellationToken.None);
        await messages.ForEachAsync(async message =>
        {
            if (others.Contains(message.OrderId))
                await reservations.SellLateAsync(await reservations.LockAsync(message.OrderId, CancellationToken.None), CancellationToken.None);
            else
                reservations.Confirm(message.OrderId);
        });
    }
}

sealed class OrderCancelledHandler(Reservations reservations) : IHandleMessages<OrderCancelled>
{
    public async Task Handle(OrderCancelled message) =>
        await reservations.ReleaseAsync(await reservations.LockAsync(message.OrderId, CancellationToken.None), CheckoutStatus.Cancelled, CancellationToken.None);
}

sealed class PaymentFailedHandler(Reservations reservations) : IHandleMessages<PaymentFailed>
{
    public async Task Handle(PaymentFailed message) =>
        await reservations.ReleaseAsync(await reservations.LockAsync(message.OrderId, CancellationToken.None), CheckoutStatus.PaymentFailed, CancellationToken.None);
}
