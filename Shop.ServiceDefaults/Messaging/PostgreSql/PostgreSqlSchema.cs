using Npgsql;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>
/// The broker's one table, made before Rebus would make it: under a lock, since all services start at once, and with the index that receiving reads.
/// </summary>
internal static class PostgreSqlSchema
{
    internal const string Table = "messages";

    private const string Create =
        """
        select pg_advisory_xact_lock(hashtextextended('shop messages', 0));

        create table if not exists messages (
            id bigint generated always as identity primary key,
            recipient text not null,
            priority int not null,
            expiration timestamptz not null,
            visible timestamptz not null,
            headers bytea not null,
            body bytea not null
        ) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

        create index if not exists ix_messages_receive on messages (recipient, priority desc, visible, id);
        create index if not exists ix_messages_expiration on messages (expiration);

        -- Word of messages was sent by their transaction once: see QueueAnnouncer.
        drop trigger if exists announce_message on messages;
        drop function if exists announce_message();
        """;

    private const string IsThere = "select to_regclass('ix_messages_expiration') is not null and not exists (select from pg_trigger where tgname = 'announce_message')";

    internal static async Task EnsureAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var exists = new NpgsqlCommand(IsThere, connection))
            if (await exists.ExecuteScalarAsync(cancellationToken) is true)
                return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var create = new NpgsqlCommand(Create, connection))
            await create.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
