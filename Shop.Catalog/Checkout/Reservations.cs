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

    /// <summary>Sells what is still held for paid orders: their pieces lie ready, so that no product's row is touched. Whoever calls says so (<see cref="Confirm"/>).</summary>
    /// <returns>Those of the orders that are in another state, or unknown: each is to be asked for by itself.</returns>
    public async Task<HashSet<Guid>> SellReservedAsync(Guid[] orders, CancellationToken cancellationToken) =>
        [.. orders.Except(await SellAsync(orders, CheckoutStatus.Reserved, takenOfEach: 0, cancellationToken))];

    /// <summary>
    /// What a paid order held had come back already: it is taken anew, all of it or nothing; then Orders is told what is missing, and stock never goes below
    /// zero. That pieces are sold is said each time it is asked, since nothing is shipped before Orders has heard it.
    /// </summary>
    public async Task SellLateAsync(AcceptedCheckout checkout, CancellationToken cancellationToken)
    {
        if (checkout.Status == CheckoutStatus.Sold)
            Confirm(checkout.Id);
        if (checkout.Status is CheckoutStatus.Sold or CheckoutStatus.Cancelled or CheckoutStatus.Short)
            return;
        if (await MissingAsync(checkout, cancellationToken) is { Count: > 0 } missing)
        {
            checkout.Status = CheckoutStatus.Short;
            context.Publish(new StockShortage(checkout.Id, missing), time.GetUtcNow());
            return;
        }
        await SellAsync([checkout.Id], checkout.Status, takenOfEach: 1, cancellationToken);
        Confirm(checkout.Id);
        if (checkout.CouponId is not null)
            // Of a discount that has been paid for, no limit is asked again.
            await context.Database.ExecuteSqlAsync($"select keep_coupon({checkout.CouponId}, {checkout.UserId}, {checkout.Id})", cancellationToken);
    }

    /// <summary>Tells Orders that the pieces are the order's.</summary>
    public void Confirm(Guid order) => context.Publish(new StockConfirmed(order), time.GetUtcNow());

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

    /// <summary>By one statement for all, which also notes what was sold for <see cref="ProductSales"/>.</summary>
    /// <param name="orders">Whose checkouts.</param>
    /// <param name="from">Those in this state.</param>
    /// <param name="takenOfEach">Of each piece that is sold: 1 where it could be bought by others until now, 0 where it was held.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Which of them.</returns>
    Task<List<Guid>> SellAsync(Guid[] orders, CheckoutStatus from, int takenOfEach, CancellationToken cancellationToken) =>
        // In order of ids, as everyone locks several.
        context.Database.SqlQuery<Guid>(
            $"""
             with paid as (
                 select id from checkouts where id = any ({orders}) and status = {(short)from} order by id for update
             ), sold as (
                 update checkouts c set status = {(short)CheckoutStatus.Sold} from paid where c.id = paid.id returning c.id, product_ids, quantities
             ), noted as (
                 insert into sales (product_ids, quantities, paired) select product_ids, quantities, product_ids[1:{ProductSales.MostPaired}] from sold
             )
             select id as "Value", move_stock({(short)StockReason.Sold}::smallint, id, null, null, {time.GetUtcNow()}, product_ids,
                 array(select -quantity * {takenOfEach} from unnest(quantities) with ordinality line (quantity, position) order by position),
                 array(select -quantity from unnest(quantities) with ordinality line (quantity, position) order by position), null)
             from sold
             """).ToListAsync(cancellationToken);

    Task MoveAsync(AcceptedCheckout checkout, StockReason reason, int[] available, int[] onHand, CancellationToken cancellationToken) =>
        StockLedger.MoveAsync(context, reason, checkout.Id, time.GetUtcNow(), checkout.ProductIds, available, onHand, cancellationToken);

    async Task<List<MissingPieces>> MissingAsync(AcceptedCheckout checkout, CancellationToken cancellationToken)
    {
        var stock = await StockLedger.LockAsync(context, checkout.ProductIds, cancellationToken);
        return [.. checkout.ProductIds.Zip(checkout.Quantities, (id, quantity) => new MissingPieces(id, quantity, stock.GetValueOrDefault(id)))
            .Where(line => line.Available < line.Quantity)];
    }
}
