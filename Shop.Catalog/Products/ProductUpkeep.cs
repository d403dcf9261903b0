using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Products;

/// <summary>
/// Folds what has been added lately into what is read: the changes of counts each second, so that few stand beside the sums, and the pieces
/// sold each minute. Every replica does so; whoever comes second finds nothing to do.
/// </summary>
sealed class ProductUpkeep(IServiceScopeFactory scopes, IServiceProvider services, TimeProvider time, ILogger<ProductUpkeep> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), SalesPause = TimeSpan.FromMinutes(1);
    const int SalesAtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pause, time);
        var salesShown = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<CatalogContext>();
                await FoldCountsAsync(context, stoppingToken);
                if (time.GetElapsedTime(salesShown) < SalesPause)
                    continue;
                while (await ProductSales.FoldAsync(context, SalesAtOnce, stoppingToken) == SalesAtOnce)
                    stoppingToken.ThrowIfCancellationRequested();
                while (await ProductSales.ShowAsync(context, SalesAtOnce, stoppingToken) == SalesAtOnce)
                    stoppingToken.ThrowIfCancellationRequested();
                salesShown = time.GetTimestamp();
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception))
            {
                // Away. Nothing is lost: it is done the next time.
                logger.LogDebug(exception, "The counts of products could not be brought up to date.");
            }
    }

    public static Task FoldCountsAsync(CatalogContext context, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync("select fold_product_counts()", cancellationToken);
}
