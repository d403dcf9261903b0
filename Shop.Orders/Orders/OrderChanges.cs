using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;

namespace Shop.Orders.Orders;

/// <summary>
/// Tells who watches an order that it has changed, whichever replica changed it: one connection listens to the database for all of them. What is
/// missed while it is lost is made good by telling everyone when it is back.
/// </summary>
sealed class OrderChanges(IServiceProvider services, IConfiguration configuration, OrdersOptions options, ILogger<OrderChanges> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<Channel<bool>, Guid> watchers = [];

    /// <summary>Yields true once for each change, or for several at once, and false now and then where there is none. What changes from the call on is seen.</summary>
    public async IAsyncEnumerable<bool> WatchAsync(Guid order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        watchers[channel] = order;
        try
        {
            // The first says how it stands, since it may have changed before anyone listened.
            yield return true;
            while (true)
                yield return await IsChangedAsync(channel.Reader, cancellationToken);
        }
        finally
        {
            watchers.TryRemove(channel, out _);
        }
    }

    async Task<bool> IsChangedAsync(ChannelReader<bool> changes, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(options.SignOfLife);
        try
        {
            return await changes.ReadAsync(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await using var connection = new NpgsqlConnection(configuration.GetConnectionString("ordersdb"));
                connection.Notification += (_, notification) =>
                {
                    if (Guid.TryParseExact(notification.Payload, "N", out var order))
                        Tell(order);
                };
                await connection.OpenAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"listen {OrderNews.Channel}", connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                Tell(null);
                while (true)
                    await connection.WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug(exception, "The database can't be listened to.");
                await Task.Delay(Pause, stoppingToken);
            }
    }

    /// <summary>Null for whatever order.</summary>
    void Tell(Guid? changed)
    {
        foreach (var (channel, order) in watchers)
            if (changed is null || changed == order)
                channel.Writer.TryWrite(true);
    }
}
