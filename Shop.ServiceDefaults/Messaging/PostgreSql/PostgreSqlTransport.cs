using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Rebus.Messages;
using Rebus.Serialization;
using Rebus.Transport;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>
/// Carries Rebus's messages in the table that <c>Rebus.PostgreSql</c> reads and writes too, but many at a time: what is sent together is one statement, and what
/// waits is taken by one for all workers of the replica. Messages that were taken together leave the queue together, when the last of them is handled. Where the
/// process dies before that they all come again, and the inbox knows those that were handled.
/// </summary>
/// <param name="connectionString">The broker's.</param>
/// <param name="queue">From which it receives.</param>
/// <param name="most">So many messages are taken at a time: as many as there are workers.</param>
/// <param name="signal">Whether it is worth a look.</param>
/// <param name="time">Of the delays.</param>
internal sealed class PostgreSqlTransport(string connectionString, string queue, int most, QueueSignal signal, TimeProvider time) : AbstractRebusTransport(queue), IAsyncDisposable
{
    /// <summary>So many times can be taken before what was taken is handled: each keeps a connection.</summary>
    internal const int MostDeliveries = 4;

    private static readonly HeaderSerializer s_headers = new();

    /// <summary>Without a parameter it is planned once for a connection, and not for each look.</summary>
    private readonly string _take = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        delete from {PostgreSqlSchema.Table} where id = any (array (
            select id from {PostgreSqlSchema.Table} where recipient = '{queue.Replace("'", "''", StringComparison.Ordinal)}' and visible <= now() and expiration > now()
            order by priority desc, visible, id limit {most} for update skip locked))
        returning headers, body
        """);

    private readonly ConcurrentQueue<Taken> _taken = [];
    private readonly SemaphoreSlim _places = new(MostDeliveries);

    /// <summary>The table is all there is to a queue.</summary>
    public override void CreateQueue(string address) { }

    public override async Task<TransportMessage?> Receive(ITransactionContext context, CancellationToken cancellationToken)
    {
        if (!_taken.TryDequeue(out var next))
        {
            if (await LookAsync(cancellationToken) is not { } first)
                return null;
            next = first;
        }
        context.OnAck(_ => next.Delivery.EndAsync(isHandled: true));
        context.OnNack(_ => next.Delivery.EndAsync(isHandled: false));
        return next.Message;
    }

    /// <summary>Once the workers have ended: what none of them has begun is for another replica.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_taken.TryDequeue(out var rest))
            await rest.Delivery.EndAsync(isHandled: false);
        _places.Dispose();
    }

    /// <summary>Puts messages into queues, each after its delay.</summary>
    internal static NpgsqlBatchCommand Put(IReadOnlyCollection<(string Queue, TransportMessage Message, TimeSpan Delay)> messages) => new(
        $"""
        insert into {PostgreSqlSchema.Table} (recipient, headers, body, priority, visible, expiration)
        select recipient, headers, body, 0, now() + delay, now() + interval '60 years' from unnest($1, $2, $3, $4) message (recipient, headers, body, delay)
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(static message => message.Queue)] },
            new NpgsqlParameter<byte[][]> { TypedValue = [.. messages.Select(static message => s_headers.Serialize(message.Message.Headers))] },
            new NpgsqlParameter<byte[][]> { TypedValue = [.. messages.Select(static message => message.Message.Body)] },
            new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. messages.Select(static message => message.Delay)] },
        },
    };

    protected override async Task SendOutgoingMessages(IEnumerable<OutgoingTransportMessage> outgoingMessages, ITransactionContext context)
    {
        var now = time.GetUtcNow();
        var messages = outgoingMessages.Select(message => (message.DestinationAddress, message.TransportMessage, Delay: TakeDelay(message.TransportMessage.Headers, now))).ToList();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        // Each command is a transaction of its own: see QueueAnnouncer.
        await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true, BatchCommands = { Put(messages) } };
        if (messages.Where(static message => message.Delay == TimeSpan.Zero).CountBy(static message => message.DestinationAddress).ToList() is { Count: > 0 } due)
            batch.BatchCommands.Add(QueueAnnouncer.Word(due));
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Null where there was none, or it is not worth a look, or there is no place.</summary>
    private async Task<Taken?> LookAsync(CancellationToken cancellationToken)
    {
        if (!_places.Wait(0, CancellationToken.None))
            return null;
        Taken? first = null;
        try
        {
            if (signal.BeginLook())
                first = await TakeAsync(cancellationToken);
        }
        finally
        {
            if (first is null)
                _places.Release();
        }
        return first;
    }

    private void Leave()
    {
        _places.Release();
        // Whoever found no place looks again.
        signal.Wake(1);
    }

    /// <summary>The first of those that were taken; the others lie ready for the workers, who are woken. Null where there was none.</summary>
    private async Task<Taken?> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var messages = new List<TransportMessage>();
            await using (var batch = MessagingSql.ByIndex(connection, _take))
            await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
                while (await reader.ReadAsync(cancellationToken))
                    messages.Add(new(s_headers.Deserialize(reader.GetFieldValue<byte[]>(0)), reader.GetFieldValue<byte[]>(1)));
            if (messages.Count == most)
                signal.Suspect();
            if (messages.Count == 0)
            {
                await connection.DisposeAsync();
                return null;
            }
            var delivery = new Delivery(connection, transaction, messages.Count, Leave);
            foreach (var message in messages[1..])
                _taken.Enqueue(new(message, delivery));
            signal.Wake(messages.Count - 1);
            return new(messages[0], delivery);
        }
        catch
        {
            signal.Suspect();
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Rebus says by a header until when a message is to wait, which its reader must not find.</summary>
    private static TimeSpan TakeDelay(Dictionary<string, string> headers, DateTimeOffset now) =>
        headers.Remove(Headers.DeferredUntil, out var until) && DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) is var due && due > now ? due - now : TimeSpan.Zero;

    private sealed record Taken(TransportMessage Message, Delivery Delivery);

    /// <summary>Messages that were taken in one transaction, which ends with the last of them. One that has not become of anything brings all back.</summary>
    private sealed class Delivery(NpgsqlConnection connection, NpgsqlTransaction transaction, int messages, Action ended)
    {
        private int _open = messages;
        private volatile bool _isReturned;

        public async Task EndAsync(bool isHandled)
        {
            if (!isHandled)
                _isReturned = true;
            if (Interlocked.Decrement(ref _open) > 0)
                return;
            try
            {
                await using (connection)
                await using (transaction)
                    // Else the transaction is rolled back by its end.
                    if (!_isReturned)
                        await transaction.CommitAsync();
            }
            finally
            {
                ended();
            }
        }
    }
}
