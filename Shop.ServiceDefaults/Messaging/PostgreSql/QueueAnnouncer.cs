using System.Globalization;
using Npgsql;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>
/// Says to the listeners of queues how many messages have come, after the transaction that brought them and apart from it: PostgreSQL lets only one transaction
/// of a whole server commit at a time that sends word (<c>PreCommit_Notify</c> holds a lock until its commit is on the disk). One that does nothing else
/// has nothing to write. What could not be said, or a process that dies in between does not say, the workers find by their next look.
/// </summary>
internal static class QueueAnnouncer
{
    internal static string ChannelOf(string queue) => "messages_" + queue;

    /// <summary>To be sent after what has brought the messages, as a transaction of its own.</summary>
    internal static NpgsqlBatchCommand Word(IReadOnlyCollection<KeyValuePair<string, int>> messages) =>
        new("select count(pg_notify(channel, messages)) from unnest($1, $2) word (channel, messages)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(static queue => ChannelOf(queue.Key))] },
                new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(static queue => queue.Value.ToString(CultureInfo.InvariantCulture))] },
            },
        };
}
