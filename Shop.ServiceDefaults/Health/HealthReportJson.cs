using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.ServiceDefaults.Health;

/// <summary>The report as a developer reads it: each check with its state and the sentence that it gave.</summary>
internal sealed record HealthReportResponse(string Status, double Milliseconds, Dictionary<string, HealthCheckResponse> Checks);

internal sealed record HealthCheckResponse(string Status, double Milliseconds, string? Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReportResponse))]
internal sealed partial class HealthReportJson : JsonSerializerContext
{
    internal static Task WriteAsync(HttpContext http, HealthReport report)
    {
        var checks = report.Entries.ToDictionary(
            static entry => entry.Key,
            static entry => new HealthCheckResponse(entry.Value.Status.ToString(), Round(entry.Value.Duration), entry.Value.Description));
        return http.Response.WriteAsJsonAsync(new(report.Status.ToString(), Round(report.TotalDuration), checks), Default.HealthReportResponse);
    }

    private static double Round(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 1);
}
