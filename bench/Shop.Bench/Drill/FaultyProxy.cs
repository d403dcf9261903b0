using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Bench.Drill;

enum Behaviour
{
    Faithful,

    /// <summary>Half of the requests are answered 500, at random, after the replica has done its work: the worst that can happen to one that changes something. Health checks are not.</summary>
    FailsHalf,

    /// <summary>Everything takes a hundred times as long.</summary>
    Slow,
}

/// <summary>Stands before a replica, and gives its answers as they are, or worse: what is wrong with them is the bench's alone.</summary>
sealed class FaultyProxy : IAsyncDisposable
{
    const double Slowness = 100;

    readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false, ActivityHeadersPropagator = null });
    readonly WebApplication server;
    volatile Behaviour behaviour;

    FaultyProxy(Uri replica)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        server = builder.Build();
        var forwarder = server.Services.GetRequiredService<IHttpForwarder>();
        server.Run(async context => await forwarder.SendAsync(context, replica.ToString(), http, ForwarderRequestConfig.Empty, new Answers(this)));
    }

    public Uri Address => new(server.Urls.First());

    public static async Task<FaultyProxy> StartAsync(Uri replica, CancellationToken cancellationToken)
    {
        var proxy = new FaultyProxy(replica);
        await proxy.server.StartAsync(cancellationToken);
        return proxy;
    }

    public Task BehaveAsync(Behaviour now)
    {
        behaviour = now;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    sealed class Answers(FaultyProxy proxy) : HttpTransformer
    {
        readonly long began = Stopwatch.GetTimestamp();

        public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            if (proxy.behaviour == Behaviour.Slow)
                await Task.Delay(Stopwatch.GetElapsedTime(began) * (Slowness - 1), cancellationToken);
            if (proxy.behaviour != Behaviour.FailsHalf || httpContext.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || Random.Shared.Next(2) == 0)
                return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
            httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return false;
        }
    }
}
