namespace Aspire.Dashboard;

/// <summary>How the dashboard is served.</summary>
public sealed class DashboardOptions
{
    /// <summary>Addresses to listen on, several separated by <c>;</c>. Port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The secret of the login link. Make a new one for each run from at least 128 random bits.</summary>
    public required string BrowserToken { get; init; }

    /// <summary>Shown beside the dashboard's name.</summary>
    public required string ApplicationName { get; init; }
}
