using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_request_is_traced_and_a_health_check_is_not()
    {
        var spans = new Spans();
        await using var service = await RunningService.StartAsync(
            app => app.MapGet("/api/traced", () => "x"),
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
        await service.GetAsync("/health");
        await service.GetAsync("/alive");
        await service.GetAsync("/api/traced");
        await Until.IsAsync(() => spans.Ended.Count(span => span == "GET /api/traced"), count => count == 1);
        Assert.DoesNotContain(spans.Ended, span => span.Contains("health", StringComparison.Ordinal) || span.Contains("alive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_asked_for_and_what_lasts_as_long_as_somebody_looks_are_not_exported()
    {
        var received = new ConcurrentQueue<string>();
        await using var receiver = await RunningService.StartAsync(app => app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        }));
        using var source = new ActivitySource("Shop.Tests");
        await using (var service = await RunningService.StartAsync(
            app =>
            {
                app.MapGet("/api/asked", () =>
                {
                    using var query = source.StartActivity("query for somebody", ActivityKind.Client);
                });
                app.MapGet("/api/watched", () =>
                {
                    using var query = source.StartActivity("query for who watches", ActivityKind.Client);
                });
            },
            settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_BSP_SCHEDULE_DELAY", "100")]))
        {
            using (source.StartActivity("look for work", ActivityKind.Client))
            {
            }
            using (var failed = source.StartActivity("look that fails", ActivityKind.Client))
                failed?.SetStatus(ActivityStatusCode.Error);
            using (source.StartActivity("work", ActivityKind.Internal))
            using (source.StartActivity("query of the work", ActivityKind.Client))
            {
            }
            await service.GetAsync("/api/asked");
            await service.GetAsync("/api/watched", accept: "text/event-stream");
            // Before the end, which waits for no receiver that is slow.
            await Eventually.TrueAsync(
                () => Array.TrueForAll((string[])["GET /api/asked", "query for somebody", "look that fails", "query of the work"], expected => string.Concat(received).Contains(expected, StringComparison.Ordinal)),
                TestContext.Current.CancellationToken);
            await service.App.StopAsync(TestContext.Current.CancellationToken);
        }
        var traces = string.Concat(received);
        Assert.All((string[])["look for work", "/api/watched", "query for who watches"], left => Assert.DoesNotContain(left, traces, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_is_named_gets_logs_traces_and_metrics()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var receiver = await RunningService.StartAsync(app => app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(signal, _ => Encoding.UTF8.GetString(body.ToArray()), (_, before) => before + Encoding.UTF8.GetString(body.ToArray()));
        }));
        await using (var service = await RunningService.StartAsync(
            app => app.MapGet("/api/x", (ILogger<TelemetryTests> logger) => logger.LogInformation("Somebody asked for {What}.", "the x")),
            settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "the-service")]))
        {
            await service.GetAsync("/api/x");
            await service.App.StopAsync(TestContext.Current.CancellationToken);
        }
        Assert.Contains("Somebody asked for the x.", received["logs"], StringComparison.Ordinal);
        Assert.Contains("GET /api/x", received["traces"], StringComparison.Ordinal);
        Assert.Contains("the-service", received["traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_does_not_hold_up_the_end()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var service = await RunningService.StartAsync(
            app => app.MapGet("/api/x", (ILogger<TelemetryTests> logger) => logger.LogInformation("To nobody.")),
            settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{silent.LocalEndpoint}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        await service.GetAsync("/api/x");
        var clock = Stopwatch.StartNew();
        await service.App.StopAsync(TestContext.Current.CancellationToken);
        await service.DisposeAsync();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"The end took {clock.Elapsed}.");
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<string> Ended { get; } = new();

        public override void OnEnd(Activity data)
        {
            if (data.Kind == ActivityKind.Server)
                Ended.Enqueue(data.DisplayName);
        }
    }
}
