using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class DrainingTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();

    [Fact]
    public async Task Who_is_about_to_stop_says_so_and_finishes_what_runs()
    {
        var (began, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        var service = await RunningService.StartAsync(app =>
        {
            app.MapGet("/api/x", () => "x");
            app.MapGet("/api/slow", async () =>
            {
                began.SetResult();
                await may.Task;
                return "done";
            });
        });
        var slow = service.Client.GetStringAsync(new Uri("/api/slow", UriKind.Relative), TestContext.Current.CancellationToken);
        await began.Task;
        var stopped = service.App.StopAsync(TestContext.Current.CancellationToken);

        // It is not ready any more but alive, still answers, and closes the connection.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.GetAsync("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/alive")).Status);
        using (var answer = await service.Client.GetAsync(new Uri("/api/x", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.ConnectionClose);
            Assert.True(answer.Headers.Contains("Shop-Draining"));
        }
        // Then nobody can connect any more, and what runs may end.
        await Until.IsAsync<Exception?>(() => Record.ExceptionAsync(() => service.GetAsync("/api/x")).AsTask(), failure => failure is HttpRequestException);
        Assert.False(stopped.IsCompleted);
        may.SetResult();
        Assert.Equal("done", await slow);
        await stopped;
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Its_callers_ask_somebody_else()
    {
        var (stops, stays) = (await _replicas.StartAsync("stops"), await _replicas.StartAsync("stays"));
        var caller = await _replicas.CallerAsync([stops.Address, stays.Address], ("Policy", "RoundRobin"));
        for (var i = 0; i < 4; i++)
            await caller.GetAsync();
        _replicas.Asked.Clear();
        var stopped = stops.App.StopAsync(TestContext.Current.CancellationToken);
        // Draining begins before anything is awaited. One request learns of it, and all others go elsewhere.
        for (var i = 0; i < 50; i++)
        {
            using var response = await caller.SendAsync("POST");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.InRange(_replicas.CountOf("stops"), 0, 1);
        await stopped;
    }

    [Fact]
    public async Task Whom_nobody_asks_stops_at_once()
    {
        var service = await RunningService.StartAsync();
        await service.GetAsync("/health");
        var clock = Stopwatch.StartNew();
        await service.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(0.9), $"It took {clock.Elapsed}.");
        await service.DisposeAsync();
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
