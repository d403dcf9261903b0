using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

/// <summary>The jobs as rows: each step is one statement, so that it does not matter which replica takes it, or dies over it.</summary>
sealed class ImportJobs(CatalogContext context, TimeProvider time)
{
    /// <summary>So long a replica may be silent before another takes its job.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    public async Task<ImportJob> AddAsync(string fileName, bool dryRun, Stream file, Author author, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        // A stream comes once, so nothing of this can be tried again.
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await connection.OpenAsync(cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            // The size is known last, and the parts want their job first.
            await using (var add = new NpgsqlCommand(
                """
                insert into product_imports (id, file_name, size, dry_run, state, user_id, user_name, language, created_at, phase, bytes_read, rows, created, updated, error_count, attempts)
                values ($1, $2, 0, $3, 0, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0, 0)
                """, connection)
            {
                Parameters =
                {
                    new() { Value = id }, new() { Value = fileName }, new() { Value = dryRun }, new() { Value = author.Id }, new() { Value = author.Name },
                    new() { Value = Language.IsChinese ? Language.Chinese : Language.English }, new() { Value = now },
                },
            })
                await add.ExecuteNonQueryAsync(cancellationToken);
            var size = await ImportFile.StoreAsync(connection, id, file, cancellationToken);
            await using (var measure = new NpgsqlCommand("update product_imports set size = $2 where id = $1", connection) { Parameters = { new() { Value = id }, new() { Value = size } } })
                await measure.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await connection.CloseAsync();
        }
        return await context.Imports.AsNoTracking().SingleAsync(job => job.Id == id, cancellationToken);
    }

    /// <summary>Takes the oldest job that nobody holds; null where there is none.</summary>
    public async Task<ImportJob?> ClaimAsync(CancellationToken cancellationToken)
    {
        var (now, claim) = (time.GetUtcNow(), Guid.NewGuid());
        return (await context.Imports.FromSql(
            $"""
             update product_imports set state = 1, claim = {claim}, claimed_until = {now + Lease}, started_at = coalesce(started_at, {now}), attempts = attempts + 1, phase = 0, bytes_read = 0, rows = 0
             where id = (select id from product_imports where state < 2 and (claimed_until is null or claimed_until < {now}) order by state desc, id limit 1 for update skip locked)
             returning *
             """).AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault();
    }

    /// <summary>Says how far it is and that it is still in hand. False where it is another's by now.</summary>
    public async Task<bool> ReportAsync(ImportJob job, ImportPhase phase, long bytesRead, int rows, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync(
            $"update product_imports set phase = {(short)phase}, bytes_read = {bytesRead}, rows = {rows}, claimed_until = {time.GetUtcNow() + Lease} where id = {job.Id} and claim = {job.Claim}",
            cancellationToken) == 1;

    /// <summary>Puts it back, to be taken after a moment.</summary>
    public Task ReleaseAsync(ImportJob job, TimeSpan pause, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"update product_imports set state = 0, claim = null, claimed_until = {time.GetUtcNow() + pause}, attempts = attempts - 1 where id = {job.Id} and claim = {job.Claim}", cancellationToken);

    /// <summary>The end, in the transaction of the effect where there is one.</summary>
    /// <exception cref="ImportLostException">It is another's by now: nothing of it may be committed.</exception>
    public async Task FinishAsync(NpgsqlConnection connection, ImportJob job, ImportReport report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            with finished as (
                update product_imports set state = 2, finished_at = $3, rows = $4, created = $5, updated = $6, bytes_read = size, claim = null, claimed_until = null where id = $1 and claim = $2 returning id),
            gone as (delete from product_import_parts where import_id in (select id from finished))
            select count(*) from finished
            """, connection)
        {
            Parameters =
            {
                new() { Value = job.Id }, new() { Value = job.Claim!.Value }, new() { Value = time.GetUtcNow() }, new() { Value = report.Rows }, new() { Value = report.Created }, new() { Value = report.Updated },
            },
        };
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
            throw new ImportLostException(job.Id);
    }

    /// <summary>It came to nothing, by its file or otherwise.</summary>
    public Task FailAsync(ImportJob job, int rows, int errorCount, string? errors, string? failure, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"""
         with failed as (
             update product_imports set state = 3, finished_at = {time.GetUtcNow()}, rows = {rows}, error_count = {errorCount}, errors = {errors}::jsonb, failure = {failure}, claim = null, claimed_until = null
             where id = {job.Id} and claim = {job.Claim} returning id)
         delete from product_import_parts where import_id in (select id from failed)
         """, cancellationToken);
}

sealed class ImportLostException(Guid job) : Exception($"The import {job} is no longer ours.");
