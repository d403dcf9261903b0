using System.Globalization;
using Npgsql;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>
/// Says to the listeners of queues how many messages have come, after the transaction that brought them and apart from it: PostgreSQL lets only one transaction
/// of a whole server commit at a time that sends word (<c>PreCommit_Notify</c> holds a lock until its commit is on the disk). One that does nothing else
/// has nothing to write. What could not be said, or a process that dies in between does not say, the workers find by their next look.
/// </summary>
internal sealed class QueueAnnouncer(BrokerAddress broker)
{
    internal static string ChannelOf(string queue) => "messages_" + queue;

    internal async Task AnnounceAsync(IReadOnlyDictionary<string, int> messages, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(broker.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select count(pg_notify(channel, messages)) from unnest($1, $2) word (channel, messages)", connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<string[]> { TypedValue = [.. messages.Keys.Select(ChannelOf)] },
                    new NpgsqlParameter<string[]> { TypedValue = [.. messages.Values.Select(static count => count.ToString(CultureInfo.InvariantCulture))] },
                },
            };
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The messages are there all the same.
        }
    }
}
