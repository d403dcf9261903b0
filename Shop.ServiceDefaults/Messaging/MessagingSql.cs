using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The statements on the outbox and the inbox, which stand in the schema that the service's model gives them. Made once for each model.</summary>
internal sealed class MessagingSql
{
    internal const int MostClaimed = 200;

    /// <summary>
    /// What takes from a queue, in a transaction that has begun. The queue's table is nearly empty when that is planned, and would be read from end to end, or all of
    /// its index be gathered: also under load, when what was taken out lies there until the next vacuum. A walk along the index marks what is dead, and does not look
    /// at it again.
    /// </summary>
    internal static NpgsqlBatch ByIndex(NpgsqlConnection connection, string take) =>
        new(connection) { BatchCommands = { new("set local enable_seqscan = off"), new("set local enable_bitmapscan = off"), new(take) } };

    private static readonly ConditionalWeakTable<IModel, MessagingSql> s_all = [];

    private MessagingSql(DbContext context)
    {
        var (outbox, inbox) = (NameOf<OutboxMessage>(context), NameOf<InboxMessage>(context));
        Publish = $"insert into {outbox} (id, name, body, trace_parent, trace_state, created_at) values ($1, $2, $3, $4, $5, $6)";
        Claim =
            $"""
            with claimed as (
                select id from {outbox} order by id limit {MostClaimed} for update skip locked
            ), removed as (
                delete from {outbox} o using claimed where o.id = claimed.id
                returning o.id, name, body, trace_parent, trace_state
            )
            select * from removed order by id
            """;
        Receive = $"insert into {inbox} (id, handled_at) select id, $2 from unnest($1) id on conflict do nothing returning id";
    }

    /// <summary>Puts a message in the outbox.</summary>
    internal string Publish { get; }

    /// <summary>Takes messages out of it, <see cref="MostClaimed"/> at most. Without a parameter it is planned once for a connection.</summary>
    internal string Claim { get; }

    /// <summary>Notes that messages are handled, and tells of which that was not known.</summary>
    internal string Receive { get; }

    internal static MessagingSql Of(DbContext context) =>
        s_all.TryGetValue(context.Model, out var known) ? known : s_all.GetValue(context.Model, _ => new(context));

    /// <exception cref="InvalidOperationException">The model has no outbox and inbox.</exception>
    private static string NameOf<T>(DbContext context) => context.Model.FindEntityType(typeof(T)) is { } entity
        ? context.GetService<ISqlGenerationHelper>().DelimitIdentifier(entity.GetTableName()!, entity.GetSchema())
        : throw new InvalidOperationException($"{context.GetType()} has no outbox and inbox: OnModelCreating must call {nameof(Data.MessagingModel.AddMessaging)}.");
}
