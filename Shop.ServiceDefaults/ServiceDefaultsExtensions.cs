using Microsoft.AspNetCore.Builder;
using Shop.ServiceDefaults.Errors;
using Shop.ServiceDefaults.Health;
using Shop.ServiceDefaults.Hosting;
using Shop.ServiceDefaults.Http;
using Shop.ServiceDefaults.LoadBalancing.Discovery;
using Shop.ServiceDefaults.LoadBalancing.Failover;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// What every service has: telemetry, the health check <c>self</c>, service discovery and resilience for each <c>HttpClient</c>,
    /// problem details, the OpenAPI document, request timeouts, limits of the server and an orderly end.
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        builder.AddHealth();
        builder.Services.AddHttpClientDefaults();
        builder.Services.AddRegistry(builder.Configuration);
        builder.Services.AddProblems();
        builder.Services.AddDefaultRequestTimeout();
        builder.Services.AddServerLimits();
        builder.Services.AddDraining();
        builder.AddOpenApiDocument();
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c>, <c>/alive</c> and, in Development, the OpenAPI document with its page, and puts in the middleware that answers
    /// exceptions and late requests. To be called before other middleware, so that theirs are answered too; only an application that
    /// shows error pages of its own puts in those first (see <see cref="ProblemNegotiation.WantsProblemDetails"/>).
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseDraining();
        app.UseProblems();
        Deadline.Use(app);
        app.UseDefaultRequestTimeout();
        app.MapHealth();
        app.MapOpenApiPage();
        return app;
    }
}
