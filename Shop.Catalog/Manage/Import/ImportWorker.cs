using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

/// <summary>
/// Imports the files that wait. Every replica has one; who takes a job says how far it is each second, and by that that it lives. The job's end is
/// written in the transaction of its effect, so a file is imported once whoever dies when.
/// </summary>
sealed class ImportWorker(IServiceScopeFactory scopes, IServiceProvider services, ImportSignal signal, ILogger<ImportWorker> logger) : BackgroundService
{
    const int MostAttempts = 5;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2), Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                if (!await RunNextAsync(stoppingToken))
                    await signal.WaitAsync(Pause, stoppingToken);
            }
            catch (Exception exception) when ((DatabaseAway.Explains(exception) || exception is IOException) && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("An import broke off and is begun anew: {Reason}", exception.Message);
                await signal.WaitAsync(Pause, stoppingToken);
            }
    }

    /// <summary>False where nothing waits.</summary>
    public async Task<bool> RunNextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetRequiredService<ImportJobs>();
        if (await jobs.ClaimAsync(cancellationToken) is not { } job)
            return false;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(job.Language);
        if (job.Attempts > MostAttempts)
        {
            await jobs.FailAsync(job, 0, 0, null, Language.Choose("It was begun several times and never came to its end.", "已多次尝试，始终未能完成。"), cancellationToken);
            return true;
        }
        var progress = new ImportProgress();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = BeatAsync(job, progress, lost, over.Token);
        try
        {
            await RunAsync(job, progress, scope.ServiceProvider, jobs, lost.Token);
        }
        catch (ImportLostException exception)
        {
            logger.LogInformation("{Reason}", exception.Message);
        }
        catch (Exception exception) when (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested && exception is OperationCanceledException or DbException)
        {
            logger.LogInformation("The import {Import} is no longer ours.", job.Id);
        }
        finally
        {
            await over.CancelAsync();
            await beating;
        }
        return true;
    }

    static async Task RunAsync(ImportJob job, ImportProgress progress, IServiceProvider services, ImportJobs jobs, CancellationToken cancellationToken)
    {
        var errors = new ImportErrors();
        // The import's own connection is busy with copying while the file is read.
        var source = services.GetRequiredService<CatalogContext>().Database;
        await source.OpenConnectionAsync(cancellationToken);
        await using var file = ImportFile.Open((NpgsqlConnection)source.GetDbConnection(), job.Id);
        progress.Follow(file);
        try
        {
            await using var scope = services.CreateAsyncScope();
            var report = await scope.ServiceProvider.GetRequiredService<ProductImport>().RunAsync(
                file, job.DryRun, new(job.UserId, job.UserName), errors, cancellationToken, progress, (connection, done) => jobs.FinishAsync(connection, job, done, cancellationToken));
            if (report is null)
                await jobs.ReleaseAsync(job, Pause, cancellationToken);
            else if (errors.Count > 0)
                await jobs.FailAsync(job, report.Rows, errors.Count, JsonSerializer.Serialize(errors.Told, CatalogJson.Default.ListImportError), null, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            await jobs.FailAsync(job, progress.Rows, 0, null, ImportTexts.Changed, cancellationToken);
        }
    }

    async Task BeatAsync(ImportJob job, ImportProgress progress, CancellationTokenSource lost, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    if (await scope.ServiceProvider.GetRequiredService<ImportJobs>().ReportAsync(job, progress.Phase, progress.BytesRead, progress.Rows, cancellationToken))
                        continue;
                    await lost.CancelAsync();
                    return;
                }
                catch (Exception exception) when (DatabaseAway.Explains(exception))
                {
                    // Away. The end of the import will find out whether it is still ours.
                    logger.LogDebug(exception, "The progress of an import could not be told.");
                }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}

/// <summary>How far an import is: written by the one who does it, read by the one who tells.</summary>
sealed class ImportProgress
{
    volatile ImportFile? file;
    volatile int rows;
    volatile int phase;

    public ImportPhase Phase { get => (ImportPhase)phase; set => phase = (int)value; }

    public int Rows { get => rows; set => rows = value; }

    public long BytesRead => file?.BytesRead ?? 0;

    public void Follow(ImportFile followed) => file = followed;
}

/// <summary>Wakes this replica's worker; the others find the job by looking.</summary>
sealed class ImportSignal : IDisposable
{
    readonly SemaphoreSlim raised = new(0);

    public void Raise() => raised.Release();

    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => raised.Dispose();
}
