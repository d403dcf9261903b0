using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Orders;

/// <summary>
/// Sends word of changed orders to all replicas (<see cref="OrderChanges"/>), after the transaction that changed them and apart from it: PostgreSQL lets only one
/// transaction of a whole server commit at a time that sends word (<c>PreCommit_Notify</c> holds a lock until its commit is on the disk), and payments would wait for
/// each other. Word that is lost with its process is made good by the watchers' next look.
/// </summary>
sealed class OrderNews(IServiceScopeFactory scopes, ILogger<OrderNews> logger) : BackgroundService
{
    /// <summary>On which every replica hears of changes.</summary>
    public const string Channel = "order_changes";

    const int MostAtOnce = 500;

    readonly Channel<Guid> changed = System.Threading.Channels.Channel.CreateUnbounded<Guid>(new() { SingleReader = true });

    /// <summary>To be told once the transaction, which there has to be, is committed.</summary>
    public void Add(OrdersContext context, Guid order) => AfterCommit.Do(context.Database, () => changed.Writer.TryWrite(order));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await changed.Reader.WaitToReadAsync(stoppingToken))
        {
            var orders = new HashSet<string>();
            while (orders.Count < MostAtOnce && changed.Reader.TryRead(out var order))
                orders.Add(order.ToString("N"));
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.ExecuteSqlAsync(
                    $"select pg_notify({Channel}, word) from unnest({orders.ToArray()}) word", stoppingToken);
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception) && !stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug(exception, "Who watches could not be told of {Orders} orders.", orders.Count);
            }
        }
    }
}
