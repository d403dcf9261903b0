using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shop.Tests.Unit.Integrations;
using Shop.Web.Visitors;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Web.Visitors;

public sealed class VisitorLogTests : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    private readonly RedisProcess _server = new RedisProcess().Start();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 23, 0, 0, TimeSpan.Zero));
    private ConnectionMultiplexer _redis = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await _server.ConnectAsync(BacklogPolicy.FailFast);

    [Fact]
    public async Task Whoever_comes_to_two_replicas_or_twice_is_one_and_a_new_day_begins_with_none()
    {
        using var first = Log();
        using var second = Log();
        for (var visitor = 0; visitor < 1000; visitor++)
        {
            Add(first, visitor);
            Add(first, visitor);
            Add(second, visitor + 500);
        }
        await first.ReadAsync(1);

        // An estimate: the standard error of Redis' is 0.81 %.
        Assert.InRange(Assert.Single((await second.ReadAsync(1))!), 1450, 1550);
        _time.Advance(TimeSpan.FromHours(2));
        Add(first, 1);
        var days = (await first.ReadAsync(3))!;
        Assert.Equal((0, 1), (days[0], days[2]));
        Assert.InRange(days[1], 1450, 1550);
    }

    [Fact]
    public async Task Who_comes_while_Redis_is_away_is_counted_when_it_is_back()
    {
        using var log = Log();
        _server.Kill();
        await Eventually.TrueAsync(() => !_redis.IsConnected, Cancellation);
        for (var visitor = 0; visitor < 5; visitor++)
            Add(log, visitor);

        Assert.Null(await log.ReadAsync(1));
        _server.Start();
        await Eventually.TrueAsync(() => _redis.IsConnected, Cancellation);
        await Eventually.TrueAsync(async () => await log.ReadAsync(1) is [5], Cancellation);
    }

    [Fact]
    public async Task Pages_that_people_see_are_visits_and_nothing_else_is()
    {
        await using var app = await RunningApp.StartAsync(
            static app =>
            {
                app.UseVisitors();
                app.MapMethods("/page", ["GET", "POST"], static () => Results.Content("<p>", "text/html; charset=utf-8"));
                app.MapGet("/admin", static () => Results.Content("<p>", "text/html"));
                app.MapGet("/data", static () => Results.Content("{}", "application/json"));
                app.MapGet("/missing", static () => Results.Content("<p>", "text/html", null, 404));
            },
            builder => builder.Services.AddSingleton<IConnectionMultiplexer>(_redis).AddSingleton<TimeProvider>(_time).AddVisitors());
        var log = app.Services.GetRequiredService<VisitorLog>();

        foreach (var (method, path, program, purpose) in ((string, string, string?, string?)[])
            [
                ("GET", "/admin", "a", null), ("GET", "/data", "b", null), ("GET", "/missing", "c", null), ("POST", "/page", "d", null), ("GET", "/page", "e", "prefetch"),
                ("GET", "/page", null, null), ("GET", "/page", "Mozilla/5.0 (compatible; Googlebot/2.1)", null),
            ])
            await SendAsync(method, path, program, purpose);
        Assert.Equal([0], await log.ReadAsync(1));

        await SendAsync("GET", "/page", Firefox, null);
        await SendAsync("GET", "/page", Firefox, null);
        Assert.Equal([1], await log.ReadAsync(1));

        async Task SendAsync(string method, string path, string? program, string? purpose)
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (program is not null)
                request.Headers.TryAddWithoutValidation("User-Agent", program);
            if (purpose is not null)
                request.Headers.TryAddWithoutValidation("Sec-Purpose", purpose);
            (await app.Http.SendAsync(request, Cancellation)).Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _server.Dispose();
    }

    private VisitorLog Log() => new(_redis, _time, NullLogger<VisitorLog>.Instance);

    private static void Add(VisitorLog log, int visitor)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = new IPAddress([10, 0, (byte)(visitor >> 8), (byte)visitor]);
        http.Request.Headers.UserAgent = Firefox;
        log.Add(http);
    }
}
