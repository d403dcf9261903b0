using Rebus.Handlers;

namespace Shop.Catalog.Checkout;

sealed class OrderPaidHandler(Reservations reservations) : IHandleMessages<OrderPaid>
{
    public async Task Handle(OrderPaid message) =>
        await reservations.SellAsync(await reservations.LockAsync(message.OrderId, CancellationToken.None), CancellationToken.None);
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
