using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Web.Gateway;
using Shop.Web.Sessions;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class GatewayTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_that_refuses_connections_is_passed_over_every_time()
    {
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(RunningApp.DeadAddress(), alive.Address);

        // More requests than replicas, so that each has its turn at being the first.
        for (var i = 0; i < 4; i++)
        {
            var answer = await gateway.Http.GetAsync($"/api/catalog/things?number={i}", Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal($"GET /api/catalog/things?number={i} ", await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task What_writes_is_passed_on_too_where_nothing_was_sent()
    {
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(RunningApp.DeadAddress(), alive.Address);

        for (var i = 0; i < 4; i++)
        {
            var answer = await gateway.Http.PostAsync("/api/catalog/things", new StringContent("one thing"), Cancel);
            Assert.Equal("POST /api/catalog/things one thing", await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task Requests_go_to_all_replicas()
    {
        await using var first = await ReplicaAsync();
        await using var second = await ReplicaAsync();
        await using var gateway = await GatewayAsync(first.Address, second.Address);

        var ports = new HashSet<string>();
        for (var i = 0; i < 4; i++)
            ports.Add(Assert.Single((await gateway.Http.GetAsync("/api/catalog/things", Cancel)).Headers.GetValues("X-Seen-Host")));

        Assert.Equal(2, ports.Count);
    }

    [Fact]
    public async Task What_reads_is_asked_again_after_a_broken_answer_and_what_writes_is_not()
    {
        using var broken = new BreakingServer();
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(broken.Address, alive.Address);

        var (reads, writes) = (new List<HttpStatusCode>(), new List<HttpStatusCode>());
        for (var i = 0; i < 4; i++)
            reads.Add((await gateway.Http.GetAsync("/api/catalog/things", Cancel)).StatusCode);
        for (var i = 0; i < 4; i++)
            writes.Add((await gateway.Http.PostAsync("/api/catalog/things", new StringContent("one thing"), Cancel)).StatusCode);

        Assert.All(reads, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Contains(HttpStatusCode.ServiceUnavailable, writes);
        Assert.Contains(HttpStatusCode.OK, writes);
    }

    [Fact]
    public async Task What_writes_with_a_key_is_sent_again_with_its_body()
    {
        using var broken = new BreakingServer();
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(broken.Address, alive.Address);

        for (var i = 0; i < 4; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = new StringContent("one cart") };
            request.Headers.Add("Idempotency-Key", $"key {i}");
            var answer = await gateway.Http.SendAsync(request, Cancel);
            Assert.Equal("POST /api/catalog/checkout one cart", await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_is_not_held_against_the_replica()
    {
        await using var first = await ReplicaAsync();
        await using var second = await ReplicaAsync();
        await using var gateway = await GatewayAsync(first.Address, second.Address);
        for (var i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            var address = new Uri(gateway.Address);
            await client.ConnectAsync(address.Host, address.Port, Cancel);
            await client.GetStream().WriteAsync("POST /api/catalog/things HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray(), Cancel);
            client.Client.LingerState = new LingerOption(true, 0);
        }

        var ports = new HashSet<string>();
        for (var i = 0; i < 4; i++)
            ports.Add(Assert.Single((await gateway.Http.GetAsync("/api/catalog/things", Cancel)).Headers.GetValues("X-Seen-Host")));
        Assert.Equal(2, ports.Count);
    }

    [Fact]
    public async Task Without_any_replica_it_says_so_and_when_to_come_back()
    {
        await using var gateway = await GatewayAsync(RunningApp.DeadAddress(), RunningApp.DeadAddress());

        var answer = await gateway.Http.GetAsync("/api/catalog/things", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_service_learns_who_asked_and_does_not_believe_the_client()
    {
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(alive.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/catalog/things");
        request.Headers.Host = "shop.example";
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Forwarded", "for=6.6.6.6");

        var answer = await gateway.Http.SendAsync(request, Cancel);

        Assert.Equal("127.0.0.1", Assert.Single(answer.Headers.GetValues("X-Seen-For")));
        Assert.Equal("shop.example", Assert.Single(answer.Headers.GetValues("X-Seen-Forwarded-Host")));
        Assert.Equal("http", Assert.Single(answer.Headers.GetValues("X-Seen-Proto")));
        Assert.Equal("", Assert.Single(answer.Headers.GetValues("X-Seen-Forwarded")));
    }

    [Fact]
    public async Task Nothing_else_lies_under_api()
    {
        await using var gateway = await GatewayAsync(RunningApp.DeadAddress());

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/api/nothing", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_the_clients_fault(bool isChunked)
    {
        await using var alive = await ReplicaAsync();
        await using var gateway = await GatewayAsync(alive.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/things") { Content = new ByteArrayContent(new byte[2 * 1024 * 1024]) };
        request.Headers.TransferEncodingChunked = isChunked;

        var answer = await gateway.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_stream_of_events_comes_as_it_is_written()
    {
        var more = new TaskCompletionSource();
        await using var alive = await RunningApp.StartAsync(app => app.MapGet("/api/catalog/events", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: one\n\n");
            await http.Response.Body.FlushAsync();
            await more.Task.WaitAsync(Cancel);
            await http.Response.WriteAsync("data: two\n\n");
        }));
        await using var gateway = await GatewayAsync(alive.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/catalog/events") { Headers = { { "Accept", "text/event-stream" } } };

        using var answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("data: one", await reader.ReadLineAsync(Cancel));
        more.SetResult();
        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync(Cancel));
    }

    static Task<RunningApp> GatewayAsync(params string[] replicas) => RunningApp.StartAsync(app =>
    {
        app.MapDefaultEndpoints();
        app.MapGateway();
    }, builder =>
    {
        builder.Configuration.AddInMemoryCollection(replicas.Select((address, i) => KeyValuePair.Create($"services:catalog:http:{i}", (string?)address)));
        builder.Configuration["LoadBalancing:Policy"] = "RoundRobin";
        builder.AddServiceDefaults();
        builder.Services.AddGateway().AddAntiforgery().AddSingleton(new SessionCookie("shop-session"));
    });

    static Task<RunningApp> ReplicaAsync() => RunningApp.StartAsync(app => app.Map("/api/catalog/{**rest}", async (HttpContext http) =>
    {
        var (request, headers) = (http.Request, http.Response.Headers);
        headers["X-Seen-Host"] = request.Host.Value;
        headers["X-Seen-For"] = request.Headers["X-Forwarded-For"];
        headers["X-Seen-Proto"] = request.Headers["X-Forwarded-Proto"];
        headers["X-Seen-Forwarded-Host"] = request.Headers["X-Forwarded-Host"];
        headers["X-Seen-Forwarded"] = request.Headers["Forwarded"].ToString();
        return $"{request.Method} {request.Path}{request.QueryString} {await new StreamReader(request.Body).ReadToEndAsync(http.RequestAborted)}";
    }));

    /// <summary>Takes a connection and the beginning of a request, and hangs up.</summary>
    sealed class BreakingServer : IDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public BreakingServer()
        {
            listener.Start();
            _ = Task.Run(HangUpAsync);
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        async Task HangUpAsync()
        {
            try
            {
                while (true)
                {
                    using var socket = await listener.AcceptSocketAsync();
                    _ = await socket.ReceiveAsync(new byte[64 * 1024]);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        public void Dispose() => listener.Dispose();
    }
}
