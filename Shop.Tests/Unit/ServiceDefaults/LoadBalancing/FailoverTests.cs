using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class FailoverTests : IAsyncLifetime
{
    private static readonly (string, string) s_inTurn = ("Policy", "RoundRobin");

    private readonly Replicas _replicas = new();

    [Fact]
    public async Task Requests_go_to_the_replicas_in_turn()
    {
        var (first, second) = (await _replicas.StartAsync("first"), await _replicas.StartAsync("second"));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], s_inTurn);
        for (var i = 0; i < 10; i++)
            await caller.GetAsync();
        Assert.Equal((5, 5), (_replicas.CountOf("first"), _replicas.CountOf("second")));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_dead_replica_costs_no_request_and_no_time(string method)
    {
        var alive = await _replicas.StartAsync("alive");
        var caller = await _replicas.CallerAsync([Replicas.DeadAddress(), alive.Address, Replicas.DeadAddress()], s_inTurn);
        var slowest = TimeSpan.Zero;
        // The first request pays for what is compiled at first use.
        await caller.GetAsync();
        await Parallel.ForAsync(0, 300, TestContext.Current.CancellationToken, async (_, _) =>
        {
            var clock = Stopwatch.StartNew();
            using var response = await caller.SendAsync(method);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            lock (_replicas)
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
        });
        Assert.Equal(301, _replicas.Asked.Count);
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"The slowest took {slowest}.");
    }

    [Fact]
    public async Task A_replica_that_comes_back_is_asked_again()
    {
        var returning = Replicas.DeadAddress();
        var stays = await _replicas.StartAsync("stays");
        var caller = await _replicas.CallerAsync([returning, stays.Address], ("SlowStart", "00:00:00"));
        for (var i = 0; i < 4; i++)
            Assert.Equal("stays", await caller.GetAsync());
        await _replicas.StartAsync("returned", address: returning);
        await Until.IsAsync(() => caller.GetAsync(), name => name == "returned");
    }

    [Theory]
    [InlineData("GET", false, 503, "second")]
    [InlineData("GET", false, 502, "second")]
    [InlineData("GET", false, 504, "second")]
    [InlineData("HEAD", false, 503, "")]
    [InlineData("GET", false, 500, "second")]
    [InlineData("GET", false, 404, "NotFound")]
    [InlineData("GET", false, 429, "TooManyRequests")]
    [InlineData("POST", false, 503, "ServiceUnavailable")]
    [InlineData("PUT", false, 502, "BadGateway")]
    [InlineData("POST", true, 503, "second")]
    [InlineData("POST", true, 502, "second")]
    [InlineData("POST", true, 500, "InternalServerError")]
    [InlineData("POST", true, 409, "Conflict")]
    public async Task Only_what_may_be_repeated_goes_to_another_replica(string method, bool hasKey, int status, string expected)
    {
        var (first, second) = (await _replicas.StartAsync("first", Replicas.Status(status)), await _replicas.StartAsync("second"));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], s_inTurn);
        var key = hasKey ? "one" : null;
        // As many requests as replicas, so that at least one begins at the first.
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await caller.SendAsync(method, idempotencyKey: key, content: method is "GET" or "HEAD" ? null : JsonContent.Create(new { A = 1 }));
            answers.Add(response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : response.StatusCode.ToString());
        }
        Assert.Equal([expected, method == "HEAD" ? "" : "second"], answers.OrderBy(answer => answer == "second"));
        Assert.InRange(_replicas.CountOf("first"), 1, 2);
    }

    [Fact]
    public async Task What_is_repeated_is_the_same_request()
    {
        var bodies = new List<string>();
        async Task Note(HttpContext http)
        {
            bodies.Add($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers["Idempotency-Key"]} {await new StreamReader(http.Request.Body).ReadToEndAsync()}");
            http.Response.StatusCode = bodies.Count == 1 ? 503 : 200;
        }
        var (first, second) = (await _replicas.StartAsync("first", Note), await _replicas.StartAsync("second", Note));
        var caller = await _replicas.CallerAsync([first.Address, second.Address]);
        using var body = new StreamContent(new OnceReadable("the cart"u8.ToArray())) { Headers = { ContentLength = 8 } };
        using var response = await caller.SendAsync("POST", "/api/checkout?x=1", "key-1", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["POST /api/checkout?x=1 key-1 the cart", "POST /api/checkout?x=1 key-1 the cart"], bodies);
    }

    [Fact]
    public async Task A_single_replica_is_asked_again_after_a_pause()
    {
        var asked = 0;
        var only = await _replicas.StartAsync("only", http => Replicas.Status(++asked == 1 ? 503 : 200)(http));
        var caller = await _replicas.CallerAsync([only.Address]);
        Assert.Equal("only", await caller.GetAsync());
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Where_all_fail_the_caller_gets_the_last_answer()
    {
        var (first, second) = (await _replicas.StartAsync("first", Replicas.Status(503)), await _replicas.StartAsync("second", Replicas.Status(503)));
        var caller = await _replicas.CallerAsync([first.Address, second.Address]);
        Assert.Equal("ServiceUnavailable", await caller.GetAsync());
        Assert.Equal(4, _replicas.Asked.Count);
    }

    [Fact]
    public async Task Where_none_can_be_reached_it_says_so_soon()
    {
        var caller = await _replicas.CallerAsync([Replicas.DeadAddress(), Replicas.DeadAddress()]);
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync());
        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Retries_cannot_multiply_an_outage()
    {
        var (first, second) = (await _replicas.StartAsync("first", Replicas.Status(503)), await _replicas.StartAsync("second", Replicas.Status(503)));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], ("MinRetriesPerSecond", "1"));
        for (var i = 0; i < 200; i++)
            Assert.Equal("ServiceUnavailable", await caller.GetAsync());
        // A fifth of two hundred, and one for each of ten seconds.
        Assert.InRange(_replicas.Asked.Count, 200, 200 + 40 + 10);
    }

    [Fact]
    public async Task A_replica_that_hangs_is_given_up_for_another()
    {
        var (hangs, answers) = (await _replicas.StartAsync("hangs", _replicas.HangAsync), await _replicas.StartAsync("answers"));
        var caller = await _replicas.CallerAsync([hangs.Address, answers.Address], s_inTurn, ("AttemptTimeout", "00:00:00.200"));
        Assert.Equal(["answers", "answers"], [await caller.GetAsync(), await caller.GetAsync()]);
    }

    [Fact]
    public async Task What_may_not_be_repeated_has_all_the_time_there_is()
    {
        var clock = Stopwatch.StartNew();
        var slow = await _replicas.StartAsync("slow", async http => await Until.IsAsync(() => clock.ElapsedMilliseconds, passed => passed > 600));
        var caller = await _replicas.CallerAsync([slow.Address], ("AttemptTimeout", "00:00:00.100"));
        clock.Restart();
        using var response = await caller.SendAsync("POST");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_replicas.Asked);
    }

    [Fact]
    public async Task When_the_time_is_over_it_is_over()
    {
        var hangs = await _replicas.StartAsync("hangs", _replicas.HangAsync);
        var caller = await _replicas.CallerAsync([hangs.Address], ("TotalTimeout", "00:00:00.300"));
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync());
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_answered_by_another()
    {
        var (first, second) = (await _replicas.StartAsync("first", _replicas.HangAsync), await _replicas.StartAsync("second", _replicas.HangAsync));
        var caller = await _replicas.CallerAsync([first.Address, second.Address]);
        using var client = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using var leaving = new CancellationTokenSource();
        var asked = client.GetAsync(new Uri("http://catalog/api/name"), leaving.Token);
        await Until.IsAsync(() => _replicas.Asked.Count, count => count == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Single(_replicas.Asked);
    }

    [Fact]
    public async Task Where_all_are_full_it_is_refused_at_once()
    {
        var only = await _replicas.StartAsync("only", _replicas.HangAsync);
        var caller = await _replicas.CallerAsync([only.Address], ("MaxRequestsPerEndpoint", "2"), ("TotalTimeout", "00:00:02"));
        var hanging = Enumerable.Range(0, 2).Select(_ => caller.GetAsync()).ToList();
        await Until.IsAsync(() => _replicas.Asked.Count, count => count == 2);
        using (var refused = await caller.SendAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }
        foreach (var request in hanging)
            await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.Equal(2, _replicas.Asked.Count);
    }

    [Fact]
    public async Task A_key_keeps_to_its_replica()
    {
        var services = new List<RunningService>();
        for (var i = 0; i < 3; i++)
            services.Add(await _replicas.StartAsync($"replica {i}"));
        var caller = await _replicas.CallerAsync([.. services.Select(service => service.Address)], ("Policy", "ConsistentHash"), ("HashKey", "user, header:X-Key"));
        var homes = new Dictionary<string, string>();
        for (var i = 0; i < 60; i++)
        {
            var key = $"cart {i % 20}";
            var replica = await caller.GetAsync(header: key);
            Assert.Equal(homes.GetValueOrDefault(key, replica), replica);
            homes[key] = replica;
        }
        Assert.Equal(3, homes.Values.Distinct().Count());
    }

    [Fact]
    public async Task Either_scheme_takes_what_there_is()
    {
        var replica = await _replicas.StartAsync("replica");
        var caller = await _replicas.CallerAsync([replica.Address]);
        using var client = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        Assert.Equal("replica", await client.GetStringAsync(new Uri("http://catalog/api/name"), TestContext.Current.CancellationToken));
        Assert.Equal("replica", await client.GetStringAsync(new Uri("https+http://catalog/api/name"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_ordinary_address_is_left_as_it_is()
    {
        var replica = await _replicas.StartAsync("replica");
        var caller = await _replicas.CallerAsync([]);
        using var client = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        Assert.Equal("replica", await client.GetStringAsync(new Uri(replica.Address, "/api/name?x=1"), TestContext.Current.CancellationToken));
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();

    /// <summary>As the gateway reads a body: once.</summary>
    private sealed class OnceReadable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
