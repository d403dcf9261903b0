using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Shop.Tests.Unit.ServiceDefaults;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Integrations;

public sealed class RedisTests
{
    private const string Check = "StackExchange.Redis";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_check_follows_the_server_down_and_up_again()
    {
        using var redis = new RedisProcess().Start();
        await using var service = await StartAsync(redis, builder => builder.AddRedisClient("cache"));
        await Until.IsAsync(() => CheckAsync(service), entry => entry.Status == HealthStatus.Healthy);
        redis.Kill();
        var down = await Until.IsAsync(() => CheckAsync(service), entry => entry.Status == HealthStatus.Unhealthy);
        Assert.Matches("^Redis.* (can't be reached|has not answered within 2 s)\\.$", down.Description);
        redis.Start();
        await Until.IsAsync(() => CheckAsync(service), entry => entry.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_service_starts_without_the_server_and_finds_it_when_it_comes()
    {
        using var redis = new RedisProcess();
        var clock = Stopwatch.StartNew();
        await using var service = await StartAsync(redis, builder => builder.AddRedisClient("cache"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"The start took {clock.Elapsed}.");
        var down = await CheckAsync(service);
        Assert.Equal(HealthStatus.Unhealthy, down.Status);
        redis.Start();
        await Until.IsAsync(() => CheckAsync(service), entry => entry.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_wrong_password_is_unhealthy_and_not_told()
    {
        using var redis = new RedisProcess().Start();
        await using var service = await RunningService.StartAsync(
            configure: builder => builder.AddRedisClient("cache"), settings: ("ConnectionStrings:cache", $"127.0.0.1:{redis.Port},password=swordfish"));
        var entry = await CheckAsync(service);
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.DoesNotContain("swordfish", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caches_share_the_one_connection_and_leave_it_open()
    {
        using var redis = new RedisProcess().Start();
        await using var service = await StartAsync(redis, builder =>
        {
            builder.AddRedisClient("cache");
            builder.AddRedisDistributedCache("cache");
            builder.AddRedisOutputCache("cache");
        });
        var services = service.App.Services;
        var connection = services.GetRequiredService<IConnectionMultiplexer>();
        Assert.Single(services.GetServices<IConnectionMultiplexer>());

        var cache = services.GetRequiredService<IDistributedCache>();
        await cache.SetStringAsync("greeting", "hello", Cancel);
        Assert.Equal("hello", await cache.GetStringAsync("greeting", Cancel));
        var store = services.GetRequiredService<IOutputCacheStore>();
        await store.SetAsync("page", [1, 2, 3], ["products"], TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal([1, 2, 3], await store.GetAsync("page", Cancel));
        await store.EvictByTagAsync("products", Cancel);
        Assert.Null(await store.GetAsync("page", Cancel));

        // Nothing in the container closes it but its own disposal, which a last word of somebody else may precede.
        Assert.False(cache is IDisposable or IAsyncDisposable);
        Assert.False(store is IDisposable or IAsyncDisposable);
        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task A_command_is_a_span_of_the_request_that_gave_it()
    {
        using var redis = new RedisProcess().Start();
        var spans = new Spans();
        await using var service = await StartAsync(redis, builder =>
        {
            builder.AddRedisClient("cache");
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans));
        }, app => app.MapGet("/api/traced-command", async (IConnectionMultiplexer connection) => (string?)await connection.GetDatabase().StringGetAsync("x")));
        await service.GetAsync("/api/traced-command");
        // Other tests run in this process and are seen too: the request is told by its path, the command by its request.
        var request = (await Until.IsAsync(() => spans.Ended.FirstOrDefault(span => span.DisplayName == "GET /api/traced-command"), span => span is not null))!;
        var command = (await Until.IsAsync(() => spans.Ended.FirstOrDefault(span => span.ParentSpanId == request.SpanId), span => span is not null))!;
        Assert.Equal(("GET", ActivityKind.Client, request.TraceId), (command.DisplayName, command.Kind, command.TraceId));
        Assert.Equal(redis.Port, command.GetTagItem("server.port"));
        Assert.True(command.StartTimeUtc >= request.StartTimeUtc && command.Duration < request.Duration);
    }

    [Fact]
    public async Task Settings_come_in_their_order()
    {
        var seen = new List<string?>();
        void Add(string? expected, params (string, string)[] settings)
        {
            var builder = WebApplication.CreateSlimBuilder();
            foreach (var (key, value) in settings)
                builder.Configuration[key] = value;
            builder.AddRedisClient("cache", configured => seen.Add(configured.ConnectionString));
            Assert.Equal(expected, seen[^1]);
        }

        Add(null);
        Add("a", ("Aspire:StackExchange:Redis:ConnectionString", "a"));
        Add("b", ("Aspire:StackExchange:Redis:ConnectionString", "a"), ("Aspire:StackExchange:Redis:cache:ConnectionString", "b"));
        Add("c", ("Aspire:StackExchange:Redis:cache:ConnectionString", "b"), ("ConnectionStrings:cache", "c"));

        // A missing one is an error where the connection is asked for, not before.
        await using var service = await RunningService.StartAsync(configure: builder => builder.AddRedisClient("cache", settings => settings.DisableAutoActivation = true));
        var error = Assert.Throws<InvalidOperationException>(service.App.Services.GetRequiredService<IConnectionMultiplexer>);
        Assert.Contains("ConnectionStrings:cache", error.Message, StringComparison.Ordinal);
    }

    private static Task<RunningService> StartAsync(RedisProcess redis, Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null) =>
        RunningService.StartAsync(map, configure, settings: ("ConnectionStrings:cache", redis.ConnectionString));

    private static async Task<HealthReportEntry> CheckAsync(RunningService service)
    {
        var checks = service.App.Services.GetRequiredService<HealthCheckService>();
        return (await checks.CheckHealthAsync(registration => registration.Name == Check, Cancel)).Entries[Check];
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = new();

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
    }
}
