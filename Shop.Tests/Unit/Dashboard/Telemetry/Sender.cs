using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

/// <summary>A service as far as its telemetry goes: OpenTelemetry's own SDK and exporter, which send when this is disposed.</summary>
sealed class Sender : IAsyncDisposable
{
    readonly ServiceProvider _services;

    public Sender(string url, OtlpExportProtocol protocol, string service, string key = DashboardServer.OtlpKey, string instance = "")
    {
        Source = new ActivitySource($"test.{service}");
        Meter = new Meter($"test.{service}");
        void Export(OtlpExporterOptions options, string path)
        {
            options.Endpoint = new Uri(protocol == OtlpExportProtocol.Grpc ? url : url + path);
            options.Protocol = protocol;
            options.Headers = $"x-otlp-api-key={key}";
            options.TimeoutMilliseconds = 5_000;
        }

        var resource = ResourceBuilder.CreateEmpty().AddService(service, serviceInstanceId: instance.Length == 0 ? null : instance, autoGenerateServiceInstanceId: false);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(o =>
            {
                o.IncludeFormattedMessage = o.IncludeScopes = true;
                o.SetResourceBuilder(resource);
                o.AddOtlpExporter(e => Export(e, "/v1/logs"));
            }))
            .BuildServiceProvider();
        Traces = Sdk.CreateTracerProviderBuilder().AddSource(Source.Name).SetResourceBuilder(resource).AddOtlpExporter(e => Export(e, "/v1/traces")).Build();
        Metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Meter.Name).SetResourceBuilder(resource).SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter((e, reader) =>
        {
            Export(e, "/v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
        }).Build();
        Logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Test.Category");
    }

    public ActivitySource Source { get; }
    public Meter Meter { get; }
    public ILogger Logger { get; }
    TracerProvider Traces { get; }
    MeterProvider Metrics { get; }

    public void FlushAll()
    {
        Traces.ForceFlush();
        Metrics.ForceFlush();
        _services.GetRequiredService<LoggerProvider>().ForceFlush();
    }

    public async ValueTask DisposeAsync()
    {
        Traces.Dispose();
        Metrics.Dispose();
        await _services.DisposeAsync();
        Source.Dispose();
        Meter.Dispose();
    }
}
