using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Shop.Catalog.Data;
using Shop.Catalog.Products;

namespace Shop.Catalog.Manage.Import;

/// <summary>
/// Imports a file in one transaction: the rows stream into a temporary table, are compared there with each other and with what there is,
/// and then all become products or none does. One import at a time; a second is refused and not kept waiting.
/// </summary>
sealed class ProductImport(CatalogContext context, TimeProvider time)
{
    const int Patience = 600;

    /// <summary>Null where another import is running.</summary>
    /// <param name="file">As it comes in.</param>
    /// <param name="dryRun">Changes nothing, and tells what would be changed.</param>
    /// <param name="author">Who is behind it.</param>
    /// <param name="errors">What is wrong in the file.</param>
    /// <param name="cancellationToken">Ends it, with nothing changed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="finish">Written in the same transaction, once all is right.</param>
    public async Task<ImportReport?> RunAsync(
        Stream file, bool dryRun, Author author, ImportErrors errors, CancellationToken cancellationToken, ImportProgress? progress = null, Func<NpgsqlConnection, ImportReport, Task>? finish = null)
    {
        // Not EF's transaction, which its retries would want to repeat: a stream comes once.
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await connection.OpenAsync(cancellationToken);
        await using var closing = new Closing(connection);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await ScalarAsync<bool>(connection, "select pg_try_advisory_xact_lock(hashtextextended('product import', 0))", cancellationToken) is false)
            return null;

        await ExecuteAsync(connection, ImportSql.CreateTable, cancellationToken);
        var rows = await CopyAsync(connection, file, errors, progress, cancellationToken);
        if (errors.Count > 0)
            return new(rows, 0, 0, 0, dryRun);
        progress?.Phase = ImportPhase.Checking;
        await ExecuteAsync(connection, ImportSql.Prepare, cancellationToken);
        await CheckAsync(connection, errors, cancellationToken);
        var created = (int)await ScalarAsync<long>(connection, ImportSql.CountNew, cancellationToken);
        var updated = (int)await ScalarAsync<long>(connection, ImportSql.CountChanged, cancellationToken);
        var report = new ImportReport(rows, created, updated, rows - created - updated, dryRun);
        if (errors.Count > 0)
            return report;

        if (!dryRun)
        {
            progress?.Phase = ImportPhase.Applying;
            await ApplyAsync(connection, report, author, cancellationToken);
        }
        if (finish is not null)
            await finish(connection, report);
        // Of a trial nothing is left but that.
        if (!dryRun || finish is not null)
            await transaction.CommitAsync(CancellationToken.None);
        return report;
    }

    async Task<int> CopyAsync(NpgsqlConnection connection, Stream file, ImportErrors errors, ImportProgress? progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var writer = await connection.BeginBinaryImportAsync(ImportSql.Copy, cancellationToken);
        var rows = await ProductFile.ReadAsync(
            file, errors,
            async row =>
            {
                progress?.Rows = row.Row - 1;
                // Where there is an error nothing will come of it.
                if (errors.Count > 0)
                    return;
                await writer.StartRowAsync(cancellationToken);
                await writer.WriteAsync(row.Row, NpgsqlDbType.Integer, cancellationToken);
                await writer.WriteAsync(Guid.CreateVersion7(now), NpgsqlDbType.Uuid, cancellationToken);
                foreach (var text in (string?[])[row.Sku, row.Slug, row.NewSlug, Slug.WithSku(row.NewSlug, row.Sku), row.NameEn, row.NameZh, row.DescriptionEn, row.DescriptionZh, row.Brand, row.Category])
                    await WriteAsync(text, NpgsqlDbType.Text);
                await WriteAsync(row.Price, NpgsqlDbType.Numeric);
                await WriteAsync(row.WeightGrams, NpgsqlDbType.Integer);
                await WriteAsync((short?)row.Status, NpgsqlDbType.Smallint);
            },
            cancellationToken);
        await writer.CompleteAsync(cancellationToken);
        return rows;

        Task WriteAsync<T>(T value, NpgsqlDbType type) => value is null ? writer.WriteNullAsync(cancellationToken) : writer.WriteAsync(value, type, cancellationToken);
    }

    static async Task CheckAsync(NpgsqlConnection connection, ImportErrors errors, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ImportSql.Check, connection) { CommandTimeout = Patience };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            errors.Add(reader.GetInt32(0), reader.GetString(1), ImportTexts.Of(reader.GetString(2), reader.IsDBNull(3) ? 0 : reader.GetInt32(3)));
    }

    async Task ApplyAsync(NpgsqlConnection connection, ImportReport report, Author author, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = new NpgsqlCommand(ImportSql.Apply, connection) { CommandTimeout = Patience };
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("user_id", author.Id);
        command.Parameters.AddWithValue("user_name", author.Name);
        command.Parameters.AddWithValue("currency", Product.ShopCurrency);
        command.Parameters.AddWithValue("weight", Product.DefaultWeightGrams);
        command.Parameters.AddWithValue("import_id", Guid.CreateVersion7(now));
        command.Parameters.AddWithValue("rows", report.Rows);
        command.Parameters.AddWithValue("created", report.Created);
        command.Parameters.AddWithValue("updated", report.Updated);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Patience };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Patience };
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync(cancellationToken))!, typeof(T), CultureInfo.InvariantCulture);
    }

    sealed class Closing(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await connection.CloseAsync();
    }
}
