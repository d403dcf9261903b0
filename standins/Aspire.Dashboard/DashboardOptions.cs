using Aspire.Dashboard.Telemetry;

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

    /// <summary>Where OTLP over gRPC is taken; null for nowhere.</summary>
    public string? OtlpGrpcUrl { get; init; }

    /// <summary>Where OTLP over HTTP is taken; null for nowhere.</summary>
    public string? OtlpHttpUrl { get; init; }

    /// <summary>What senders of telemetry have to show in <c>x-otlp-api-key</c>. Required where an OTLP address is named.</summary>
    public string OtlpApiKey { get; init; } = "";

    /// <summary>What programs that read the API have to show in <c>x-api-key</c>; where it is empty, the browsers' token.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>Where the telemetry of the last runs is kept; null keeps it in memory only.</summary>
    public string? TelemetryFile { get; init; }

    public TelemetryLimits Limits { get; init; } = new();
}
