using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Cart;

/// <summary>
/// Takes out of the carts what checkouts have bought, should the process that took the order have died before it could, or Redis have been away.
/// It asks nobody whether that was done: the cart's own mark says so, and a second time changes nothing.
/// </summary>
sealed class CartUpkeep(
    IServiceScopeFactory scopes, Carts carts, CheckoutOptions options, IServiceProvider services, TimeProvider time, ILogger<CartUpkeep> logger) : BackgroundService
{
    const int MostAtOnce = 200;

    /// <summary>Less than the marks are kept. What nobody could take out for so long is left to the buyer.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.ExpiryInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                while (await TakeOutAsync(scope.ServiceProvider.GetRequiredService<CatalogContext>(), stoppingToken) == MostAtOnce)
                {
                }
            }
            catch (Exception exception) when (CartAvailability.IsAway(exception) || DatabaseAway.Explains(exception))
            {
                // Nothing is lost: it is done the next time.
                logger.LogDebug(exception, "The carts could not be looked through.");
            }
    }

    /// <returns>How many checkouts were looked after.</returns>
    public async Task<int> TakeOutAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Patience;
        var bought = await context.Checkouts.AsNoTracking().Where(checkout => checkout.FromCart && checkout.CreatedAt > since).OrderBy(checkout => checkout.CreatedAt).Take(MostAtOnce)
            .Select(checkout => new { checkout.Id, checkout.UserId, checkout.ProductIds, checkout.Quantities })
            .ToListAsync(cancellationToken);
        if (bought.Count == 0)
            return 0;
        await Task.WhenAll(bought.Select(checkout => carts.TakeOutAsync(checkout.UserId, checkout.Id, checkout.ProductIds.Zip(checkout.Quantities))));
        Guid[] done = [.. bought.Select(checkout => checkout.Id)];
        await context.Checkouts.Where(checkout => done.Contains(checkout.Id)).ExecuteUpdateAsync(set => set.SetProperty(checkout => checkout.FromCart, false), cancellationToken);
        return bought.Count;
    }
}
