using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    /// <summary>Whether the service can do its work: every check.</summary>
    internal const string HealthPath = "/health";

    /// <summary>Whether the process answers at all: only the checks tagged <c>live</c>.</summary>
    internal const string AlivePath = "/alive";

    private const string Live = "live";

    internal static bool IsHealthPath(PathString path) => path.StartsWithSegments(HealthPath) || path.StartsWithSegments(AlivePath);

    internal static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddSingleton<HealthLog>();
        builder.Logging.AddFilter(HealthLog.FrameworkCategory, LogLevel.None);
    }

    internal static void MapHealth(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<HealthLog>();
        // Outside Development one word: what a service depends on, and what ails it, is for the log alone.
        Func<HttpContext, HealthReport, Task> write = app.Environment.IsDevelopment() ? HealthReportJson.WriteAsync : WriteStatusAsync;
        Map(app, HealthPath, new()
        {
            ResponseWriter = (http, report) =>
            {
                log.Report(report);
                return write(http, report);
            },
        });
        Map(app, AlivePath, new() { Predicate = static check => check.Tags.Contains(Live), ResponseWriter = write });
    }

    private static void Map(WebApplication app, string path, HealthCheckOptions options) =>
        app.MapHealthChecks(path, options).AllowAnonymous().DisableHttpMetrics();

    private static Task WriteStatusAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(report.Status.ToString());
    }
}
