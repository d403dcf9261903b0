using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// A message that is to be published, as a row of the database whose change it tells of. Both are committed together or not at all; the
/// forwarder moves it to the broker afterwards.
/// </summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { }

    /// <summary>The message's id, a UUIDv7: rows are forwarded in about the order in which they were made.</summary>
    public Guid Id { get; private init; }

    public required string Name { get; init; }

    public required byte[] Body { get; init; }

    public string? TraceParent { get; private init; }

    public string? TraceState { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static OutboxMessage Create<T>(T message, DateTimeOffset now)
        where T : class
    {
        var name = MessageAttribute.NameOf(typeof(T));
        var id = Guid.CreateVersion7(now);
        using var activity = MessagingTelemetry.StartPublish(name, id);
        var current = activity ?? Activity.Current;
        return new OutboxMessage
        {
            Id = id,
            Name = name,
            Body = JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Options),
            TraceParent = current?.IdFormat == ActivityIdFormat.W3C ? current.Id : null,
            TraceState = current?.TraceStateString,
            CreatedAt = now,
        };
    }

    /// <summary>For those who write by SQL, to be sent with the statements whose change it tells of.</summary>
    public NpgsqlBatchCommand ToInsert(DbContext context) => new(MessagingSql.Of(context).Publish)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = Id },
            new NpgsqlParameter<string> { TypedValue = Name },
            new NpgsqlParameter<byte[]> { TypedValue = Body },
            new NpgsqlParameter { Value = (object?)TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter { Value = (object?)TraceState ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter<DateTime> { TypedValue = CreatedAt.UtcDateTime },
        },
    };

    internal static OutboxMessage Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = reader.GetString(1),
        Body = reader.GetFieldValue<byte[]>(2),
        TraceParent = reader.IsDBNull(3) ? null : reader.GetString(3),
        TraceState = reader.IsDBNull(4) ? null : reader.GetString(4),
    };
}
