using Npgsql;

namespace Shop.ServiceDefaults.Messaging.PostgreSql;

/// <summary>
/// The broker's one table, made before Rebus would make it: under a lock, since all services start at once, with the index that receiving
/// reads, and with a word to the queue's listeners for each message that is due: by its id, since of equal words only one is sent.
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

        create or replace function announce_message() returns trigger language plpgsql as $$
        begin
            if new.visible <= now() then
                perform pg_notify('messages_' || new.recipient, new.id::text);
            end if;
            return null;
        end $$;

        create or replace trigger announce_message after insert on messages for each row execute function announce_message();
        """;

    internal static async Task EnsureAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var exists = new NpgsqlCommand("select exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgname = 'announce_message' and p.prosrc like '%new.id%')", connection))
            if (await exists.ExecuteScalarAsync(cancellationToken) is true)
                return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var create = new NpgsqlCommand(Create, connection))
            await create.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
