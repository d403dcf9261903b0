using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Checkout;

/// <summary>
/// Brings back what was reserved and not paid in time. Every replica looks, and takes what no other has locked: one checkout to a
/// transaction, so that its products are locked in order and for a moment only.
/// </summary>
sealed class ReservationExpiry(
    IServiceScopeFactory scopes, CheckoutOptions options, IServiceProvider services, TimeProvider time, ILogger<ReservationExpiry> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.ExpiryInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var expired = 0;
                while (await ExpireOneAsync(scope.ServiceProvider.GetRequiredService<CatalogContext>(), scope.ServiceProvider.GetRequiredService<Reservations>(), time.GetUtcNow(), stoppingToken))
                    expired++;
                if (expired > 0)
                    logger.LogInformation("{Count} reservations have expired.", expired);
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception))
            {
                // Nothing is lost: it is done the next time.
                logger.LogDebug(exception, "Reservations could not be looked through.");
            }
    }

    /// <returns>False where there is none left that another replica is not at.</returns>
    public static Task<bool> ExpireOneAsync(CatalogContext context, Reservations reservations, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var checkout = await context.Checkouts
                .FromSql($"select * from checkouts where status = 0 and expires_at <= {now} order by expires_at limit 1 for update skip locked")
                .SingleOrDefaultAsync(cancel);
            if (checkout is null)
                return false;
            await reservations.ReleaseAsync(checkout, CheckoutStatus.Expired, cancel);
            context.Publish(new ReservationExpired(checkout.Id), now);
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return true;
        }, cancellationToken);
}
