using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Shop.ServiceDefaults.Data;

/// <summary>What a connection string leaves open about a process's pool of connections.</summary>
public static class PooledConnection
{
    /// <summary>
    /// Few connections, which the server shares among many replicas: requests that wait in line for one are faster done than those that wait for
    /// each other's locks, and a server that takes a hundred, as PostgreSQL does unless it is told otherwise, refuses nobody. Statements are
    /// prepared as they come again, and nothing is reset when a connection goes back: nobody sets what outlives a transaction, and with prepared
    /// statements a reset is seven of them. What the string says itself stays.
    /// </summary>
    /// <param name="connectionString">Null or empty where none is configured, which is told elsewhere.</param>
    /// <param name="connections">At most, of this process.</param>
    /// <param name="statements">Prepared at most, on each connection.</param>
    [return: NotNullIfNotNull(nameof(connectionString))]
    public static string? Configure(string? connectionString, int connections = 10, int statements = 100)
    {
        if (string.IsNullOrEmpty(connectionString))
            return connectionString;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Of what is set: ContainsKey is true for whatever could be.
        var said = settings.Keys;
        if (!said.Contains("Maximum Pool Size"))
            settings.MaxPoolSize = connections;
        if (!said.Contains("Max Auto Prepare"))
            settings.MaxAutoPrepare = statements;
        if (!said.Contains("No Reset On Close"))
            settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }
}
