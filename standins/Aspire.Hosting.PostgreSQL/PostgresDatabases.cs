using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Hosting;

static class PostgresDatabases
{
    /// <exception cref="DistributedApplicationException">A database could not be created.</exception>
    public static async Task CreateMissingAsync(PostgresServerResource server, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (server.Databases.Count == 0)
            return;
        var logger = services.GetService<ResourceLoggerService>()?.GetLogger(server);
        await using var connection = new NpgsqlConnection(await PostgresHealth.ConnectionStringAsync(server, "postgres", cancellationToken));
        try
        {
            await connection.OpenAsync(cancellationToken);
            var there = await ReadNamesAsync(connection, cancellationToken);
            foreach (var name in server.Databases.Values.Distinct().Where(n => !there.Contains(n)))
                await CreateAsync(connection, name, logger, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new DistributedApplicationException($"The databases of '{server.Name}' could not be created: {(e as PostgresException)?.MessageText ?? e.Message}", e);
        }
    }

    private static async Task<HashSet<string>> ReadNamesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT datname FROM pg_database", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string name, ILogger? logger, CancellationToken cancellationToken)
    {
        try
        {
            // A name can't be a parameter of CREATE DATABASE.
            var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
            await using var command = new NpgsqlCommand("CREATE DATABASE " + quoted, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            logger?.LogInformation("Database {Database} created.", name);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Someone else made it meanwhile.
        }
    }
}
