using Rebus.Handlers;
using Shop.Catalog.Cart;

namespace Shop.Catalog.Checkout;

sealed class OrderPaidHandler(Reservations reservations, CartCheckout cart) : IHandleMessages<OrderPaid>
{
    public async Task Handle(OrderPaid message)
    {
        var checkout = await reservations.LockAsync(message.OrderId, CancellationToken.None);
        await reservations.SellAsync(checkout, CancellationToken.None);
        // Once more, should the process that took the order have died before it could.
        if (checkout.FromCart)
            await cart.TakeOutAsync(checkout.UserId, checkout.Id, checkout.ProductIds.Zip(checkout.Quantities));
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
