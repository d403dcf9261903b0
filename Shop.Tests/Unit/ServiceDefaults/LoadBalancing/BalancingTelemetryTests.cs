using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class BalancingTelemetryTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();

    [Fact]
    public async Task Each_attempt_is_a_span_that_says_where_and_why()
    {
        var parents = new ConcurrentQueue<string>();
        Func<HttpContext, Task> Answer(int status) => http =>
        {
            parents.Enqueue(http.Request.Headers.TraceParent.ToString());
            return Replicas.Status(status)(http);
        };
        var (first, second) = (await _replicas.StartAsync("first", Answer(503)), await _replicas.StartAsync("second", Answer(200)));
        var spans = new Spans();
        await using var service = await RunningService.StartAsync(
            configure: builder => builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource("test").AddProcessor(spans)),
            settings: [("services:catalog:http:0", first.Address.ToString()), ("services:catalog:http:1", second.Address.ToString()), ("LoadBalancing:Policy", "RoundRobin")]);
        var caller = new Caller(service);
        using (var source = new ActivitySource("test"))
        {
            // The second of two, if not the first, begins at the replica that fails.
            for (var i = 0; i < 2; i++)
                using (source.StartActivity("page"))
                    await caller.GetAsync();
        }

        var attempts = await Until.IsAsync(
            () => spans.Ended.Where(span => span.GetTagItem("shop.service") is "catalog").ToList(), ended => ended.Any(span => span.GetTagItem("shop.attempt") is 2));
        var failed = attempts.First(span => span.GetTagItem("shop.endpoint") is string endpoint && endpoint == first.Address.Authority);
        var repeated = attempts.First(span => span.GetTagItem("shop.attempt") is 2);
        Assert.Equal("first", failed.GetTagItem("shop.attempt.reason"));
        Assert.Equal(("unavailable", second.Address.Authority), (repeated.GetTagItem("shop.attempt.reason"), repeated.GetTagItem("shop.endpoint")));
        Assert.Equal(failed.ParentSpanId, repeated.ParentSpanId);
        // Each replica's own span hangs below the attempt that reached it.
        Assert.Contains(parents, parent => parent.Contains(failed.SpanId.ToString(), StringComparison.Ordinal));
        Assert.Contains(parents, parent => parent.Contains(repeated.SpanId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happens_is_counted_by_endpoint()
    {
        var (first, dead) = (await _replicas.StartAsync("first"), Replicas.DeadAddress());
        var caller = await _replicas.CallerAsync([first.Address, dead], ("Policy", "RoundRobin"));
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == BalancingMetrics.MeterName && instrument.Meter.Scope == caller.Services.GetRequiredService<IMeterFactory>())
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        void See<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            where T : struct, IConvertible
        {
            var key = $"{instrument.Name["shop.balancing.".Length..]} {string.Join(' ', tags.ToArray().Where(tag => tag.Key != "shop.service").Select(tag => tag.Value))}".Trim();
            seen.AddOrUpdate(key, value.ToDouble(null), (_, before) => instrument.IsObservable ? value.ToDouble(null) : before + value.ToDouble(null));
        }
        listener.SetMeasurementEventCallback<long>(See);
        listener.SetMeasurementEventCallback<int>(See);
        listener.SetMeasurementEventCallback<double>(See);
        await caller.GetAsync();
        listener.Start();
        for (var i = 0; i < 10; i++)
            await caller.GetAsync();
        listener.RecordObservableInstruments();

        var (alive, gone) = (first.Address.Authority, dead.Authority);
        Assert.True(seen[$"attempts {alive} answered"] >= 9, string.Join("; ", seen));
        Assert.Equal(1, seen.GetValueOrDefault($"available {alive}"));
        Assert.Equal(0, seen.GetValueOrDefault($"in_flight {alive}", -1));
        Assert.True(seen[$"latency {alive}"] > 0);
        Assert.True(seen["retry_budget"] > 100);
        Assert.Contains($"available {gone}", seen.Keys);
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = new();

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
