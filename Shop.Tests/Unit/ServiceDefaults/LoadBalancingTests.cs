using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class LoadBalancingTests
{
    private readonly ConcurrentQueue<string> _answered = new();

    [Fact]
    public async Task Requests_go_to_the_replicas_in_turn()
    {
        await using var first = await ReplicaAsync("first");
        await using var second = await ReplicaAsync("second");
        await using var caller = await CallerAsync(first.Address, second.Address);
        for (var i = 0; i < 10; i++)
            await GetAsync(caller);
        Assert.Equal(5, _answered.Count(name => name == "first"));
        Assert.Equal(5, _answered.Count(name => name == "second"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_dead_replica_costs_no_request_and_no_time(string method)
    {
        await using var alive = await ReplicaAsync("alive");
        await using var caller = await CallerAsync(DeadAddress(), alive.Address, DeadAddress());
        using var client = Client(caller);
        var slowest = TimeSpan.Zero;
        // The first request pays for what is compiled at first use.
        await GetAsync(caller);
        await Parallel.ForAsync(0, 300, TestContext.Current.CancellationToken, async (_, cancel) =>
        {
            var clock = Stopwatch.StartNew();
            using var request = new HttpRequestMessage(new HttpMethod(method), "http://catalog/api/name");
            using var response = await client.SendAsync(request, cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            lock (_answered)
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
        });
        Assert.Equal(301, _answered.Count);
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"The slowest took {slowest}.");
    }

    [Fact]
    public async Task A_replica_that_comes_back_is_asked_again()
    {
        var returning = DeadAddress();
        await using var stays = await ReplicaAsync("stays");
        await using var caller = await CallerAsync(returning, stays.Address);
        for (var i = 0; i < 4; i++)
            await GetAsync(caller);
        Assert.DoesNotContain("returned", _answered);
        await using var returned = await ReplicaAsync("returned", returning);
        await Until.IsAsync(() => GetAsync(caller), name => name == "returned");
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.OK, 2)]
    [InlineData("POST", HttpStatusCode.ServiceUnavailable, 1)]
    public async Task Only_what_changes_nothing_is_sent_again(string method, HttpStatusCode status, int sent)
    {
        await using var first = await ReplicaAsync("first");
        await using var caller = await CallerAsync(first.Address);
        using var client = Client(caller);
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://catalog/api/fails-once");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(sent, _answered.Count);
    }

    [Fact]
    public async Task Either_scheme_takes_what_there_is()
    {
        await using var replica = await ReplicaAsync("replica");
        await using var caller = await CallerAsync(replica.Address);
        using var client = Client(caller);
        Assert.Equal("replica", await client.GetStringAsync(new Uri("https+http://catalog/api/name"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_ordinary_address_is_left_as_it_is()
    {
        await using var replica = await ReplicaAsync("replica");
        await using var caller = await CallerAsync();
        using var client = Client(caller);
        Assert.Equal("replica", await client.GetStringAsync(new Uri(replica.Address, "/api/name?x=1"), TestContext.Current.CancellationToken));
    }

    private Task<RunningService> ReplicaAsync(string name, Uri? address = null) => RunningService.StartAsync(
        app =>
        {
            app.MapMethods("/api/name", ["GET", "POST"], () =>
            {
                _answered.Enqueue(name);
                return name;
            });
            app.MapMethods("/api/fails-once", ["GET", "POST"], () =>
            {
                _answered.Enqueue(name);
                return Results.StatusCode(_answered.Count == 1 ? 503 : 200);
            });
        },
        builder => builder.WebHost.UseSetting("urls", (address ?? new Uri("http://127.0.0.1:0")).ToString()));

    private static Task<RunningService> CallerAsync(params Uri[] replicas) => RunningService.StartAsync(
        settings: [.. replicas.Select((address, i) => ($"services:catalog:http:{i}", address.ToString().TrimEnd('/')))]);

    private static HttpClient Client(RunningService caller) => caller.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

    private static async Task<string> GetAsync(RunningService caller)
    {
        using var client = Client(caller);
        return await client.GetStringAsync(new Uri("http://catalog/api/name"), TestContext.Current.CancellationToken);
    }

    /// <summary>A port that was free a moment ago, where nobody listens.</summary>
    private static Uri DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
