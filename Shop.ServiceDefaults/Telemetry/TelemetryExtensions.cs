using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shop.ServiceDefaults.Health;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Logs, metrics and traces by OpenTelemetry; exported only where a receiver is named.</summary>
    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(static logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var applicationName = builder.Environment.ApplicationName;
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(BalancingMetrics.MeterName))
            .WithTracing(tracing => tracing
                .AddSource(applicationName)
                .AddAspNetCoreInstrumentation(static options => options.Filter = static context => IsOfPeople(context.Request))
                .AddHttpClientInstrumentation(static options => options.EnrichWithHttpRequestMessage = AttemptTags.Write)
                .AddProcessor<UnaskedSpans>());

        if (!string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
        {
            telemetry.UseOtlpExporter();
            builder.Services.AddHostedService<LastExport>();
            BypassHttpClientDefaults(builder.Services);
        }
    }

    /// <summary>Health is asked for every few seconds and would bury what people do. A stream of events lasts as long as somebody looks, which is not how long an answer takes.</summary>
    private static bool IsOfPeople(HttpRequest request) =>
        !HealthEndpoints.IsHealthPath(request.Path) && !request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Over HTTP the exporter takes these clients of the factory. Through the defaults it would be retried and balanced like any other,
    /// and the last export, after the container is disposed, would fail.
    /// </summary>
    private static void BypassHttpClientDefaults(IServiceCollection services)
    {
        foreach (var client in (string[])["OtlpTraceExporter", "OtlpMetricExporter"])
            services.AddHttpClient(client).ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear());
    }
}
