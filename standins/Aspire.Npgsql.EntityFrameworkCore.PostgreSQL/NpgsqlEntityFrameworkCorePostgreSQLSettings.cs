namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>How <c>AddNpgsqlDbContext</c> sets a context up.</summary>
public sealed class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The connection string of the PostgreSQL database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether commands that failed for a passing reason are not tried again.</summary>
    public bool DisableRetry { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    public bool DisableMetrics { get; set; }

    /// <summary>How many seconds a command may take; the provider's own limit where null.</summary>
    public int? CommandTimeout { get; set; }
}
