using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// One transaction of the service's database that holds the inbox's rows of messages, what is changed for them and what is published. A message that comes
/// again finds its row and changes nothing.
/// </summary>
internal sealed class InboxTransaction<TContext>(IServiceScopeFactory scopes, TimeProvider time, ILogger<InboxTransaction<TContext>> logger)
    where TContext : DbContext
{
    /// <param name="messages">The ids of those that have come.</param>
    /// <param name="handle">For those of them that have not been handled before; not called where that is none. It may leave saving to this.</param>
    internal async Task RunAsync(Guid[] messages, Func<AsyncServiceScope, IReadOnlySet<Guid>, Task> handle)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        // What fails rolls back all of it.
        context.Database.AutoSavepointsEnabled = false;
        await new OnceStrategy(context).ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            var received = await ReceiveAsync(context, messages);
            if (received.Count < messages.Length)
                logger.LogDebug("{Count} messages have been handled before.", messages.Length - received.Count);
            if (received.Count == 0)
                return;
            await handle(scope, received);
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
        });
    }

    private async Task<HashSet<Guid>> ReceiveAsync(TContext context, Guid[] messages)
    {
        await using var command = new NpgsqlCommand(MessagingSql.Of(context).Receive, (NpgsqlConnection)context.Database.GetDbConnection())
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = messages }, new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var received = new HashSet<Guid>();
        while (await reader.ReadAsync())
            received.Add(reader.GetGuid(0));
        return received;
    }

    /// <summary>
    /// EF's retrying strategy refuses a transaction that spans several calls unless it may repeat all of them. Here it is the message that is
    /// repeated, so everything runs once, within a strategy that never retries.
    /// </summary>
    private sealed class OnceStrategy(DbContext context) : ExecutionStrategy(context, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => false;
    }
}
