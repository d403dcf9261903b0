using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Data;

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
        // It is the message that is repeated.
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
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        if (messages.Length > 1)
            batch.BatchCommands.Add(new(GatheredItems.GiveWay));
        batch.BatchCommands.Add(new(MessagingSql.Of(context).Receive)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = messages }, new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime } },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        var received = new HashSet<Guid>();
        while (await reader.ReadAsync())
            received.Add(reader.GetGuid(0));
        return received;
    }
}
