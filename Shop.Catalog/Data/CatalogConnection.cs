using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Npgsql;

namespace Shop.Catalog.Data;

/// <summary>What the connection string leaves open.</summary>
static class CatalogConnection
{
    /// <summary>
    /// Few connections, which the server shares among many replicas: requests that wait in line for one are faster done than those that wait for
    /// each other's locks. Statements are prepared as they come again.
    /// </summary>
    public static void Configure(NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
    {
        if (string.IsNullOrEmpty(settings.ConnectionString))
            return;
        var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        if (!connection.ContainsKey("Maximum Pool Size"))
            connection.MaxPoolSize = 30;
        if (!connection.ContainsKey("Max Auto Prepare"))
            connection.MaxAutoPrepare = 100;
        settings.ConnectionString = connection.ConnectionString;
    }
}
