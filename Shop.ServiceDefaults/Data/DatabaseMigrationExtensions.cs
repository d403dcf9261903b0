using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Trace;
using Shop.ServiceDefaults.Data;

namespace Microsoft.Extensions.Hosting;

public static class DatabaseMigrationExtensions
{
    /// <summary>
    /// Applies the EF Core migrations of <typeparamref name="TContext"/> once the service has started, then runs
    /// <paramref name="seed"/>. The service listens and is alive at once, but the health check <c>migrations</c>, and with it
    /// <c>/health</c>, is Unhealthy until both are done. An unreachable database is tried again for as long as it takes; any
    /// other failure is logged and ends the process with exit code 1.
    /// </summary>
    /// <param name="builder">The application, in which <typeparamref name="TContext"/> is registered.</param>
    /// <param name="seed">
    /// Puts in what the service can't do without. Runs at every start, by one replica at a time, and again when the database
    /// went away meanwhile, so it must do nothing where its work is done.
    /// </param>
    public static IHostApplicationBuilder AddDatabaseMigration<TContext>(
        this IHostApplicationBuilder builder,
        Func<TContext, IServiceProvider, CancellationToken, Task>? seed = null)
        where TContext : DbContext
    {
        var progress = new DatabaseMigrationProgress();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(progress);
        builder.Services.AddHealthChecks().AddCheck("migrations", progress);
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<DatabaseMigration<TContext>>(services, progress, new DatabaseSeed<TContext>(seed)));
        // EF logs what it throws on with two stack traces; whoever catches it says it once.
        builder.Services.ConfigureDbContext<TContext>(static options =>
            options.ConfigureWarnings(static warnings => warnings.Ignore(CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, RelationalEventId.ConnectionError)));
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(DatabaseMigrationProgress.ActivitySourceName));
        return builder;
    }

    /// <summary>Ends when the database is migrated and seeded: for work in the background that would only fail until then.</summary>
    public static Task DatabaseReadyAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<DatabaseMigrationProgress>().Completion.WaitAsync(cancellationToken);
}
