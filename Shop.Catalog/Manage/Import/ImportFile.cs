using Npgsql;
using NpgsqlTypes;

namespace Shop.Catalog.Manage.Import;

/// <summary>A job's file in the database, written and read piece by piece, so that no process ever holds all of it.</summary>
sealed class ImportFile : Stream
{
    const int PartSize = 256 * 1024;

    readonly NpgsqlConnection connection;
    readonly Guid import;
    byte[] part = [];
    int number, position;
    long read;

    ImportFile(NpgsqlConnection connection, Guid import) => (this.connection, this.import) = (connection, import);

    /// <summary>How far it has been read; may be asked for by any thread.</summary>
    public long BytesRead => Interlocked.Read(ref read);

    public static ImportFile Open(NpgsqlConnection connection, Guid import) => new(connection, import);

    /// <summary>Stores a file under a job, and returns its size. The job's row may follow in the same transaction.</summary>
    public static async Task<long> StoreAsync(NpgsqlConnection connection, Guid import, Stream content, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync("copy product_import_parts (import_id, number, content) from stdin (format binary)", cancellationToken);
        var buffer = new byte[PartSize];
        var size = 0L;
        for (var number = 0; await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is var count and > 0; number++)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(import, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(buffer[..count], NpgsqlDbType.Bytea, cancellationToken);
            size += count;
        }
        await writer.CompleteAsync(cancellationToken);
        return size;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == part.Length)
        {
            await using var command = new NpgsqlCommand("select content from product_import_parts where import_id = $1 and number = $2", connection)
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = import }, new NpgsqlParameter<int> { TypedValue = number } },
            };
            if (await command.ExecuteScalarAsync(cancellationToken) is not byte[] next)
                return 0;
            (part, position) = (next, 0);
            number++;
        }
        var count = Math.Min(buffer.Length, part.Length - position);
        part.AsMemory(position, count).CopyTo(buffer);
        position += count;
        Interlocked.Add(ref read, count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A database is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
