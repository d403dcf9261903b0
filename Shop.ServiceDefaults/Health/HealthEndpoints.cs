using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    /// <summary>Whether the service can do its work: every check.</summary>
    internal const string HealthPath = "/health";

    /// <summary>Whether the process answers at all: only the checks tagged <c>live</c>.</summary>
    internal const string AlivePath = "/alive";

    private const string Live = "live";

    internal static void AddSelfCheck(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [Live]);

    internal static void MapHealth(this WebApplication app)
    {
        var development = app.Environment.IsDevelopment();
        Map(app, HealthPath, static _ => true, development);
        Map(app, AlivePath, static check => check.Tags.Contains(Live), development);
    }

    private static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> which, bool inDetail)
    {
        var options = new HealthCheckOptions { Predicate = which };
        // Outside Development one word: what a service depends on, and what ails it, is nobody's business.
        if (inDetail)
            options.ResponseWriter = HealthReportJson.WriteAsync;
        app.MapHealthChecks(path, options).AllowAnonymous().DisableHttpMetrics();
    }
}
