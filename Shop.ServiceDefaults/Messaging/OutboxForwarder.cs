using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rebus.Messages;
using Rebus.Transport;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Moves messages from the outbox to the broker. Each replica takes rows that no other has locked; a row is deleted once the broker has
/// the message. Where the process dies between the two commits the message is sent again under the same id, and its reader's inbox knows it.
/// </summary>
internal sealed class OutboxForwarder<TContext>(
    IServiceScopeFactory scopes,
    MessageTopology topology,
    OutboxSignal signal,
    MessagingState state,
    MessagingOptions options,
    ILogger<OutboxForwarder<TContext>> logger)
    where TContext : DbContext
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLinger = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    internal async Task RunAsync(ITransport transport, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var begin = Stopwatch.GetTimestamp();
                if (await ForwardAsync(transport, stoppingToken) < MessagingSql.MostClaimed)
                {
                    var took = Stopwatch.GetElapsedTime(begin);
                    if (await signal.WaitAsync(LongestPause, stoppingToken))
                        await Task.Delay(took < options.Linger ? options.Linger : took < LongestLinger ? took : LongestLinger, stoppingToken);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the messages are still there and this must go on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!DatabaseFailure.IsTransient(exception))
                    logger.LogError(exception, "The outbox could not be forwarded: {Reason}", exception.Message);
                state.Failed(MessagingPart.Forwarding, DatabaseFailure.Describe(exception));
                await Task.Delay(PauseAfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> ForwardAsync(ITransport transport, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Plain ADO.NET: EF's retrying strategy refuses transactions that span its calls.
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var messages = await ClaimAsync(connection, MessagingSql.Of(context).Claim, cancellationToken);
        if (messages.Count > 0)
        {
            using (var sending = new RebusTransactionScope())
            {
                foreach (var message in messages)
                    foreach (var queue in topology.SubscribersOf(message.Name))
                        await transport.Send(queue, ToTransport(message), sending.TransactionContext);
                await sending.CompleteAsync();
            }
            await transaction.CommitAsync(cancellationToken);
            foreach (var message in messages)
                MessagingTelemetry.Sent(message.Name);
        }
        state.Works(MessagingPart.Forwarding);
        return messages.Count;
    }

    private static async Task<List<OutboxMessage>> ClaimAsync(NpgsqlConnection connection, string claim, CancellationToken cancellationToken)
    {
        await using var batch = MessagingSql.ByIndex(connection, claim);
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var messages = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
            messages.Add(OutboxMessage.Read(reader));
        return messages;
    }

    private static TransportMessage ToTransport(OutboxMessage message)
    {
        var id = message.Id.ToString();
        var headers = new Dictionary<string, string>
        {
            [Headers.MessageId] = id,
            [Headers.CorrelationId] = id,
            [Headers.CorrelationSequence] = "0",
            [Headers.Type] = message.Name,
            [Headers.ContentType] = "application/json;charset=utf-8",
            [Headers.Intent] = Headers.IntentOptions.PublishSubscribe,
            [Headers.SentTime] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        };
        if (message.TraceParent is not null)
            headers[MessageHeaders.TraceParent] = message.TraceParent;
        if (message.TraceState is not null)
            headers[MessageHeaders.TraceState] = message.TraceState;
        return new TransportMessage(headers, message.Body);
    }
}
