using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>
/// Healthy where the database answers a query. It goes past EF's retrying strategy, which would answer half a minute later, and
/// through the pool, so that a check costs no new connection.
/// </summary>
internal sealed class NpgsqlHealthCheck<TContext>(TContext database) : IHealthCheck
    where TContext : DbContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            var connection = (NpgsqlConnection)database.Database.GetDbConnection();
            try
            {
                await AskAsync(connection, deadline.Token);
            }
            catch (NpgsqlException exception) when (exception.IsTransient)
            {
                // A pooled connection may be of before the server's restart; failing once cleared it out.
                await connection.CloseAsync();
                await AskAsync(connection, deadline.Token);
            }
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The database has not answered within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The provider's messages name addresses and states, never the password.
            return new HealthCheckResult(context.Registration.FailureStatus, $"The database can't be used: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static async Task AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync(cancellationToken);
        await connection.CloseAsync();
    }
}
