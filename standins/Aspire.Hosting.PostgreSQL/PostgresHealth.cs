using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting;

static class PostgresHealth
{
    public static Task<HealthCheckResult> CheckServerAsync(PostgresServerResource server, PostgresLocalServer local, CancellationToken cancellationToken) =>
        CheckAsync(server, database: "postgres", e => e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => WrongPassword(server, local.DataDirectory),
            PostgresErrorCodes.CannotConnectNow => "The server is still starting.",
            _ => e.MessageText,
        }, cancellationToken);

    public static Task<HealthCheckResult> CheckDatabaseAsync(PostgresDatabaseResource database, CancellationToken cancellationToken) =>
        CheckAsync(database.Parent, database.DatabaseName, e => e.SqlState == PostgresErrorCodes.InvalidCatalogName
            ? $"The database {database.DatabaseName} is not there yet." : e.MessageText, cancellationToken);

    /// <summary>Without a pool: a kept connection would say nothing of the server after its restart.</summary>
    public static async Task<string> ConnectionStringAsync(PostgresServerResource server, string database, CancellationToken cancellationToken) =>
        new NpgsqlConnectionStringBuilder(await server.ConnectionStringExpression.GetValueAsync(cancellationToken))
        {
            Database = database,
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 30,
            ApplicationName = "AppHost",
        }.ConnectionString;

    private static async Task<HealthCheckResult> CheckAsync(PostgresServerResource server, string database, Func<PostgresException, string> explain, CancellationToken cancellationToken)
    {
        if (!server.PrimaryEndpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("The server has no port yet.");
        try
        {
            await using var connection = new NpgsqlConnection(await ConnectionStringAsync(server, database, cancellationToken));
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (PostgresException e)
        {
            return HealthCheckResult.Unhealthy(explain(e), e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The server does not answer: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Never with the password: the text is shown in the dashboard.</summary>
    private static string WrongPassword(PostgresServerResource server, string? dataDirectory) =>
        $"The data directory {dataDirectory} was initialised with another password{(server.UserNameParameter is { } user ? $" or user than Parameters:{server.PasswordParameter.Name} and Parameters:{user.Name} give" : $" than Parameters:{server.PasswordParameter.Name} gives")}: "
        + $"set Parameters:{server.PasswordParameter.Name} (in the AppHost's user secrets) to that password, or move the directory away so that the next start makes a new, empty one. Nothing was deleted.";
}
