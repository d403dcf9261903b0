using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Rebus.Messages;
using Rebus.Serialization;
using Shop.ServiceDefaults.Messaging.PostgreSql;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>A message that was given up: what it says, where it failed, why and how often.</summary>
public sealed record FailedMessage(long Id, string MessageId, string Name, string Queue, int Failures, DateTimeOffset? FailedAt, string Error, string Body);

/// <summary>What could not be handled, for the back office: to be looked at, sent again or thrown away.</summary>
public sealed partial class ErrorQueue
{
    private static readonly HeaderSerializer s_headers = new();

    private readonly BrokerAddress _broker;

    internal ErrorQueue(BrokerAddress broker) => _broker = broker;

    /// <summary>Newest first; those before <paramref name="before"/>, the id of the last one of the page before.</summary>
    public async Task<IReadOnlyList<FailedMessage>> ListAsync(int limit, long? before, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"select id, headers, body from {PostgreSqlSchema.Table} where recipient = 'error' and id < $1 order by id desc limit $2", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = before ?? long.MaxValue }, new NpgsqlParameter<int> { TypedValue = limit } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<FailedMessage>();
        while (await reader.ReadAsync(cancellationToken))
            messages.Add(Describe(reader.GetInt64(0), s_headers.Deserialize(reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<byte[]>(2)));
        return messages;
    }

    /// <summary>Puts the message back into the queue that it failed in, with all its tries before it. False where it is not there any more.</summary>
    public async Task<bool> SendAgainAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        byte[] body;
        Dictionary<string, string> headers;
        await using (var take = new NpgsqlCommand($"delete from {PostgreSqlSchema.Table} where id = $1 and recipient = 'error' returning headers, body", connection))
        {
            take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
            await using var reader = await take.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return false;
            (headers, body) = (s_headers.Deserialize(reader.GetFieldValue<byte[]>(0)), reader.GetFieldValue<byte[]>(1));
        }
        if (!headers.Remove(Headers.SourceQueue, out var queue))
            return false;
        foreach (var header in (string[])[Headers.ErrorDetails, MessageHeaders.Failures, MessageHeaders.FailedAt])
            headers.Remove(header);
        await using (var put = new NpgsqlBatch(connection) { BatchCommands = { PostgreSqlTransport.Put([(queue, new(headers, body), TimeSpan.Zero)]) } })
            await put.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        try
        {
            await using var word = new NpgsqlBatch(connection) { BatchCommands = { QueueAnnouncer.Word([new(queue, 1)]) } };
            await word.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // It is there all the same.
        }
        return true;
    }

    /// <summary>False where it is not there any more.</summary>
    public async Task<bool> DiscardAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"delete from {PostgreSqlSchema.Table} where id = $1 and recipient = 'error'", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = id } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_broker.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static FailedMessage Describe(long id, Dictionary<string, string> headers, byte[] body) => new(
        id,
        headers.GetValueOrDefault(Headers.MessageId, ""),
        headers.GetValueOrDefault(Headers.Type, ""),
        headers.GetValueOrDefault(Headers.SourceQueue, ""),
        int.TryParse(headers.GetValueOrDefault(MessageHeaders.Failures), NumberStyles.None, CultureInfo.InvariantCulture, out var failures) ? failures : 0,
        DateTimeOffset.TryParse(headers.GetValueOrDefault(MessageHeaders.FailedAt), CultureInfo.InvariantCulture, out var failedAt) ? failedAt : null,
        WithoutSecrets(headers.GetValueOrDefault(Headers.ErrorDetails, "")),
        WithoutSecrets(Encoding.UTF8.GetString(body)));

    /// <summary>What opens something is for its reader's eyes alone. By text, since a body may be in this queue for being no JSON.</summary>
    internal static string WithoutSecrets(string text) => Secrets().Replace(text, "$1\"***\"");

    [GeneratedRegex("""("[^"]*(?:token|secret|password)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?""", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Secrets();
}
