using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

/// <summary>Replicas of a service on real Kestrels, all of whose answers are noted down, and somebody who asks them.</summary>
sealed class Replicas : IAsyncDisposable
{
    private readonly List<RunningService> _running = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who was asked, and what for.</summary>
    public ConcurrentQueue<(string Replica, HttpRequest Request)> Asked { get; } = new();

    public int CountOf(string replica) => Asked.Count(asked => asked.Replica == replica);

    /// <summary>Answers with its name, unless <paramref name="answer"/> does something else.</summary>
    public async Task<RunningService> StartAsync(string name, Func<HttpContext, Task>? answer = null, Uri? address = null)
    {
        var replica = await RunningService.StartAsync(
            app => app.Map("/api/{**rest}", async (HttpContext http) =>
            {
                Asked.Enqueue((name, http.Request));
                if (answer is not null)
                    await answer(http);
                if (!http.Response.HasStarted && http.Response.StatusCode == StatusCodes.Status200OK)
                    await http.Response.WriteAsync(name);
            }),
            builder => builder.WebHost.UseSetting("urls", (address ?? new Uri("http://127.0.0.1:0")).ToString()));
        _running.Add(replica);
        return replica;
    }

    public async Task<Caller> CallerAsync(Uri[] replicas, params (string Key, string Value)[] settings)
    {
        var service = await RunningService.StartAsync(settings:
        [
            .. replicas.Select((address, i) => ($"services:catalog:http:{i}", address.ToString().TrimEnd('/'))),
            .. settings.Select(setting => ("services:catalog:LoadBalancing:" + setting.Key, setting.Value)),
        ]);
        _running.Add(service);
        return new(service);
    }

    /// <summary>A port that was free a moment ago, where nobody listens.</summary>
    public static Uri DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static Func<HttpContext, Task> Status(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Keeps silent until the test is over.</summary>
    public Task HangAsync(HttpContext http) => _over.Task;

    public async ValueTask DisposeAsync()
    {
        _over.SetResult();
        foreach (var service in _running)
            await service.DisposeAsync();
    }
}

/// <summary>A service that asks another one by its name.</summary>
sealed class Caller(RunningService service)
{
    private readonly HttpClient _client = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

    public IServiceProvider Services => service.App.Services;

    public RunningService Service => service;

    public async Task<HttpResponseMessage> SendAsync(string method = "GET", string path = "/api/name", string? idempotencyKey = null, HttpContent? content = null, string? header = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https+http://catalog" + path) { Content = content };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (header is not null)
            request.Headers.Add("X-Key", header);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The name of the replica that answers.</summary>
    public async Task<string> GetAsync(string path = "/api/name", string? header = null)
    {
        using var response = await SendAsync(path: path, header: header);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : response.StatusCode.ToString();
    }
}
