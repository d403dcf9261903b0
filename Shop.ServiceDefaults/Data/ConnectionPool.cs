using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Shop.ServiceDefaults.Data;

/// <summary>What a connection string leaves open about the connections of a process.</summary>
public static class ConnectionPool
{
    /// <summary>
    /// Few connections, which the server shares among many replicas: requests that wait in line for one are faster done than those that wait for
    /// each other's locks, and the server refuses nobody. Statements are prepared as they come again. What the string says itself stays.
    /// </summary>
    /// <param name="connectionString">Null or empty where none is configured, which is told elsewhere.</param>
    /// <param name="connections">At most, of this process.</param>
    /// <param name="statements">Prepared at most, on each connection.</param>
    [return: NotNullIfNotNull(nameof(connectionString))]
    public static string? Limit(string? connectionString, int connections = 30, int statements = 100)
    {
        if (string.IsNullOrEmpty(connectionString))
            return connectionString;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = connections;
        if (!settings.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = statements;
        return settings.ConnectionString;
    }
}
