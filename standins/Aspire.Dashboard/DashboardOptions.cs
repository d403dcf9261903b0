namespace Aspire.Dashboard;

/// <summary>How the dashboard is served.</summary>
public sealed class DashboardOptions
{
    /// <summary>Addresses to listen on, several separated by <c>;</c>. Port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The secret of the login link. Make it from at least 128 random bits; a browser stays signed in while it is the same.</summary>
    public required string BrowserToken { get; init; }

    /// <summary>Shown beside the dashboard's name.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>
    /// Host names that browsers may use besides localhost, 127.0.0.1 and [::1]. While it is empty, only loopback
    /// addresses may be listened on.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}
