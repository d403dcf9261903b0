using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Stock;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Checkout;

/// <summary>
/// What becomes of what a checkout holds, in the transaction of whoever calls. Each step asks the status of the checkout, whose row it has
/// locked: what comes twice, or too late, changes nothing.
/// </summary>
sealed class Reservations(CatalogContext context, TimeProvider time)
{
    /// <exception cref="InvalidOperationException">There is no such checkout: its order is not of our making.</exception>
    public async Task<AcceptedCheckout> LockAsync(Guid orderId, CancellationToken cancellationToken) =>
        await context.Checkouts.FromSql($"select * from checkouts where id = {orderId} for update").SingleOrDefaultAsync(cancellationToken)
        ?? throw new InvalidOperationException($"There is no checkout {orderId}.");

    /// <summary>
    /// What was reserved is sold. Where it had come back already it is taken anew, all of it or nothing: then Orders is told what is missing,
    /// and stock never goes below zero. That they are sold is said each time it is asked, since nothing is shipped before Orders has heard it.
    /// </summary>
    public async Task SellAsync(AcceptedCheckout checkout, CancellationToken cancellationToken)
    {
        if (checkout.Status == CheckoutStatus.Sold)
            Confirm(checkout);
        if (checkout.Status is CheckoutStatus.Sold or CheckoutStatus.Cancelled or CheckoutStatus.Short)
            return;
        var isReserved = checkout.Status == CheckoutStatus.Reserved;
        if (!isReserved && await MissingAsync(checkout, cancellationToken) is { Count: > 0 } missing)
        {
            checkout.Status = CheckoutStatus.Short;
            context.Publish(new StockShortage(checkout.Id, missing), time.GetUtcNow());
            return;
        }
        checkout.Status = CheckoutStatus.Sold;
        Confirm(checkout);
        ProductSales.Record(context, checkout.ProductIds, checkout.Quantities);
        var taken = Array.ConvertAll(checkout.Quantities, static quantity => -quantity);
        await MoveAsync(checkout, StockReason.Sold, available: isReserved ? new int[taken.Length] : taken, onHand: taken, cancellationToken);
        if (!isReserved && checkout.CouponId is not null)
            // Of a discount that has been paid for, no limit is asked again.
            await context.Database.ExecuteSqlAsync($"select keep_coupon({checkout.CouponId}, {checkout.UserId}, {checkout.Id})", cancellationToken);
    }

    /// <summary>Pieces and coupon come back. What was sold only comes back where the order is cancelled.</summary>
    public async Task ReleaseAsync(AcceptedCheckout checkout, CheckoutStatus status, CancellationToken cancellationToken)
    {
        var (before, isCancelled) = (checkout.Status, status == CheckoutStatus.Cancelled);
        if (before != CheckoutStatus.Reserved && !isCancelled)
            return;
        checkout.Status = status;
        if (before is not (CheckoutStatus.Reserved or CheckoutStatus.Sold))
            return;
        await MoveAsync(
            checkout, StockReason.Released, checkout.Quantities, before == CheckoutStatus.Sold ? checkout.Quantities : new int[checkout.Quantities.Length], cancellationToken);
        if (checkout.CouponId is not null)
            await context.Database.ExecuteSqlAsync($"select return_coupon({checkout.Id})", cancellationToken);
    }

    void Confirm(AcceptedCheckout checkout) => context.Publish(new StockConfirmed(checkout.Id), time.GetUtcNow());

    Task MoveAsync(AcceptedCheckout checkout, StockReason reason, int[] available, int[] onHand, CancellationToken cancellationToken) =>
        StockLedger.MoveAsync(context, reason, checkout.Id, time.GetUtcNow(), checkout.ProductIds, available, onHand, cancellationToken);

    async Task<List<MissingPieces>> MissingAsync(AcceptedCheckout checkout, CancellationToken cancellationToken)
    {
        var stock = await StockLedger.LockAsync(context, checkout.ProductIds, cancellationToken);
        return [.. checkout.ProductIds.Zip(checkout.Quantities, (id, quantity) => new MissingPieces(id, quantity, stock.GetValueOrDefault(id)))
            .Where(line => line.Available < line.Quantity)];
    }
}
