using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging.PostgreSql;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Measures now and then how much waits, for the metrics, and forgets what the inbox need not know any longer.</summary>
internal sealed class QueueWatch<TContext>(
    IServiceScopeFactory scopes, BrokerAddress broker, MessageHandlers handlers, MessagingOptions options, TimeProvider time, ILogger<QueueWatch<TContext>> logger)
    where TContext : DbContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const string Measure =
        $"""
        select count(*) filter (where recipient = $1),
               coalesce(extract(epoch from now() - min(visible) filter (where recipient = $1 and visible <= now())), 0)::float8,
               count(*) filter (where recipient = $2)
        from {PostgreSqlSchema.Table} where recipient in ($1, $2)
        """;

    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var before = time.GetUtcNow() - options.InboxRetention;
            await context.Set<InboxMessage>().Where(message => message.HandledAt < before).ExecuteDeleteAsync(cancellationToken);
            MessagingTelemetry.Measured(await MeasureAsync(await context.Set<OutboxMessage>().LongCountAsync(cancellationToken), cancellationToken));
        }
        catch (Exception exception) when (DatabaseAway.Explains(exception) && !cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("The queues could not be measured: {Reason}", DatabaseFailure.Describe(exception));
        }
    }

    private async Task<QueueLengths> MeasureAsync(long outbox, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(broker.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Measure, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = handlers.Queue }, new NpgsqlParameter<string> { TypedValue = MessageBus<TContext>.ErrorQueueName } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new QueueLengths(reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2), outbox);
    }
}
