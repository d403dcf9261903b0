using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.ServiceDefaults.Data;

/// <summary>What the migration tells the health check: how far it is.</summary>
internal sealed class DatabaseMigrationProgress : IHealthCheck
{
    internal const string ActivitySourceName = "Shop.ServiceDefaults.DatabaseMigration";

    internal static readonly ActivitySource ActivitySource = new(ActivitySourceName);

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _description = "The database migration has not begun.";

    internal void Report(string description) => _description = description;

    internal void Done() => _completion.TrySetResult();

    /// <summary>For what needs the tables: ends when the migration and the seeding have.</summary>
    internal Task Completion => _completion.Task;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_completion.Task.IsCompleted
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, _description));
}
