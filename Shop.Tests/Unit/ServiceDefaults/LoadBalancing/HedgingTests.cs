using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class HedgingTests : IAsyncLifetime
{
    private static readonly (string, string) s_inTurn = ("Policy", "RoundRobin");
    private static readonly (string, string) s_hedged = ("HedgeAfter", "00:00:00.050");

    private readonly Replicas _replicas = new();

    [Fact]
    public async Task A_slow_read_is_answered_by_another_replica()
    {
        var (hangs, answers) = (await _replicas.StartAsync("hangs", _replicas.HangAsync), await _replicas.StartAsync("answers"));
        var caller = await _replicas.CallerAsync([hangs.Address, answers.Address], s_inTurn, s_hedged);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4; i++)
            Assert.Equal("answers", await caller.GetAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"It took {clock.Elapsed}.");
        Assert.NotEqual(0, _replicas.CountOf("hangs"));
    }

    [Fact]
    public async Task What_writes_is_never_sent_twice()
    {
        var (first, second) = (await _replicas.StartAsync("hangs", _replicas.HangAsync), await _replicas.StartAsync("hangs", _replicas.HangAsync));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], s_hedged, ("TotalTimeout", "00:00:00.500"));
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.SendAsync("POST"));
        Assert.Single(_replicas.Asked);
    }

    [Fact]
    public async Task A_failure_does_not_win_against_one_that_still_works()
    {
        var slow = await _replicas.StartAsync("slow", async _ => await Until.IsAsync(() => _replicas.CountOf("fails"), count => count > 0));
        var fails = await _replicas.StartAsync("fails", Replicas.Status(503));
        var caller = await _replicas.CallerAsync([slow.Address, fails.Address], s_inTurn, s_hedged);
        for (var i = 0; i < 2; i++)
            Assert.Equal("slow", await caller.GetAsync());
    }

    [Fact]
    public async Task Second_requests_are_within_the_budget()
    {
        var (first, second) = (await _replicas.StartAsync("hangs", _replicas.HangAsync), await _replicas.StartAsync("hangs", _replicas.HangAsync));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], s_hedged, ("MinRetriesPerSecond", "0"), ("TotalTimeout", "00:00:00.500"));
        var failures = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await Record.ExceptionAsync(() => caller.GetAsync())));
        Assert.All(failures, failure => Assert.IsType<HttpRequestException>(failure));
        Assert.InRange(_replicas.Asked.Count, 20, 24);
    }

    [Fact]
    public async Task Second_requests_leave_something_of_the_budget_for_what_fails()
    {
        var fails = await _replicas.StartAsync("fails", http => IsSlow(http) ? _replicas.HangAsync(http) : Replicas.Status(503)(http));
        var answers = await _replicas.StartAsync("answers", http => IsSlow(http) ? _replicas.HangAsync(http) : Task.CompletedTask);
        var caller = await _replicas.CallerAsync([fails.Address, answers.Address], s_inTurn, s_hedged, ("MinRetriesPerSecond", "0"), ("TotalTimeout", "00:00:00.500"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await Record.ExceptionAsync(() => caller.GetAsync("/api/slow"))));
        for (var i = 0; i < 2; i++)
            Assert.Equal("answers", await caller.GetAsync());

        static bool IsSlow(HttpContext http) => http.Request.Path.Value == "/api/slow";
    }

    [Fact]
    public async Task A_fast_read_is_asked_once()
    {
        var (first, second) = (await _replicas.StartAsync("first"), await _replicas.StartAsync("second"));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], ("HedgeAfter", "00:00:05"));
        using var response = await caller.SendAsync();
        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, _replicas.Asked.Count));
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
