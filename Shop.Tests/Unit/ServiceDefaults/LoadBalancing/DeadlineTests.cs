using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shop.ServiceDefaults.LoadBalancing.Failover;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();

    [Fact]
    public async Task A_service_is_told_how_long_it_is_waited_for()
    {
        var told = new ConcurrentQueue<int>();
        var replica = await _replicas.StartAsync("replica", http =>
        {
            told.Enqueue(Told(http));
            return Task.CompletedTask;
        });
        var caller = await _replicas.CallerAsync([replica.Address], ("TotalTimeout", "00:00:09"), ("AttemptTimeout", "00:00:03"));
        using var read = await caller.SendAsync();
        using var write = await caller.SendAsync("POST");
        Assert.Equal(3000, told.ToArray()[0]);
        Assert.InRange(told.ToArray()[1], 8000, 9000);
    }

    [Fact]
    public async Task What_is_left_goes_down_with_the_calls()
    {
        var told = 0;
        var last = await _replicas.StartAsync("last", http =>
        {
            told = Told(http);
            return Task.CompletedTask;
        });
        await using var middle = await RunningService.StartAsync(
            app => app.MapGet("/api/middle", (IHttpClientFactory http, CancellationToken cancel) => http.CreateClient().GetStringAsync(new Uri("http://last/api/x"), cancel)),
            settings: ("services:last:http:0", last.Address.ToString()));
        middle.Client.DefaultRequestHeaders.Add(Deadline.Header, "1500");
        await middle.GetAsync("/api/middle");
        Assert.InRange(told, 500, 1500);
    }

    [Fact]
    public async Task Who_is_no_longer_waited_for_stops_working()
    {
        var stopped = new TaskCompletionSource();
        await using var service = await StartAsync(stopped);
        service.Client.DefaultRequestHeaders.Add(Deadline.Header, "50");
        var answer = await service.GetAsync("/api/slow");
        answer.Problem(HttpStatusCode.GatewayTimeout);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("soon", false)]
    [InlineData("-5", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("1", true)]
    public async Task Nonsense_and_strangers_are_not_believed(string header, bool isEdge)
    {
        await using var service = await RunningService.StartAsync(
            app => app.MapGet("/api/x", (HttpContext http) => http.Features.Get<Deadline>() is null ? "no deadline" : "deadline"),
            settings: (Deadline.PublicEdge, isEdge.ToString(CultureInfo.InvariantCulture)));
        service.Client.DefaultRequestHeaders.TryAddWithoutValidation(Deadline.Header, header);
        Assert.Equal("no deadline", (await service.GetAsync("/api/x")).Body);
    }

    private static Task<RunningService> StartAsync(TaskCompletionSource stopped) => RunningService.StartAsync(app => app.MapGet("/api/slow", async (CancellationToken aborted) =>
    {
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(aborted);
        }
        finally
        {
            stopped.SetResult();
        }
    }));

    private static int Told(HttpContext http) => int.Parse(http.Request.Headers[Deadline.Header].ToString(), CultureInfo.InvariantCulture);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
