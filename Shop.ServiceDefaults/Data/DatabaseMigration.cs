using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Data;

internal sealed record DatabaseSeed<TContext>(Func<TContext, IServiceProvider, CancellationToken, Task>? Run);

/// <summary>Migrates and seeds in the background, so that the service listens while it waits for its database.</summary>
internal sealed class DatabaseMigration<TContext>(
    IServiceScopeFactory scopes,
    DatabaseSeed<TContext> seed,
    DatabaseMigrationProgress progress,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DatabaseMigration<TContext>> logger) : BackgroundService
    where TContext : DbContext
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly string ContextName = typeof(TContext).Name;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var begin = time.GetTimestamp();
        var pause = ShortestPause;
        while (true)
        {
            try
            {
                await MigrateAndSeedAsync(stoppingToken);
                progress.Done();
                logger.LogInformation("{Context} is migrated and seeded after {Milliseconds:0} ms.", ContextName, time.GetElapsedTime(begin).TotalMilliseconds);
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFailure.IsTransient(exception))
            {
                var reason = DatabaseFailure.Describe(exception);
                progress.Report($"Waiting for the database: {reason}");
                logger.LogWarning("The database of {Context} can't be reached yet ({Reason}); next try in {Milliseconds:0} ms.", ContextName, reason, pause.TotalMilliseconds);
            }
#pragma warning disable CA1031 // Whatever it is, without its schema the service can't work: say so and end.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                await EndProcessAsync(exception, stoppingToken);
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task MigrateAndSeedAsync(CancellationToken cancellationToken)
    {
        using var activity = DatabaseMigrationProgress.ActivitySource.StartActivity($"migrate {ContextName}");
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();

        progress.Report("Waiting for the database.");
        if (!await ProbeAsync(context.Database.GetDbConnection(), cancellationToken))
            await CreateAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);

        progress.Report("Migrating the database.");
        // EF's own lock lasts for one migration only: a replica that gets in between two of another's applies the second, and the other
        // fails when it does so too.
        await using var locked = await SeedLock.AcquireAsync<TContext>(scopes, cancellationToken);
        // Npgsql looks for the history by reading it, and logs an error where there is none yet.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        // Where nothing is to be done EF would still take its lock and compare the whole model with the last migration's.
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            await context.Database.MigrateAsync(cancellationToken);

        if (seed.Run is not null)
        {
            progress.Report("Seeding the database.");
            await seed.Run(context, scope.ServiceProvider, cancellationToken);
        }
    }

    /// <summary>Where the role may, and another replica has not done so meanwhile.</summary>
    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (DbException exception) when (exception.SqlState is DatabaseFailure.DatabaseExists or DatabaseFailure.UniqueViolation)
        {
        }
    }

    /// <summary>
    /// Tries the connection outside EF, whose retrying strategy would log each try as an error and pause up to half a minute.
    /// False where there is a server, but not the database.
    /// </summary>
    private static async Task<bool> ProbeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.CloseAsync();
            return true;
        }
        catch (DbException exception) when (exception.SqlState == DatabaseFailure.DatabaseDoesNotExist)
        {
            return false;
        }
    }

    private async Task EndProcessAsync(Exception exception, CancellationToken stoppingToken)
    {
        progress.Report("The database migration has failed.");
        logger.LogCritical(exception, "The database of {Context} could not be migrated or seeded, and the service ends: {Reason}", ContextName, DatabaseFailure.Describe(exception));
        Environment.ExitCode = 1;

        // A host that is stopped while it still starts throws instead of ending in order.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
