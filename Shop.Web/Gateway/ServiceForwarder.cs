using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http.Timeouts;
using Shop.ServiceDefaults.Errors;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.Web.Clients;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Gateway;

/// <summary>Passes a request on to a service, balanced over its replicas as every other request of ours is.</summary>
sealed class ServiceForwarder(IServiceProvider services, IHttpForwarder forwarder, ILogger<ServiceForwarder> logger) : IDisposable
{
    /// <summary>How long an answer that has begun may pause; until it begins the balancing watches the time.</summary>
    static readonly ForwarderRequestConfig Answer = new() { ActivityTimeout = TimeSpan.FromSeconds(15) };

    /// <summary>A stream of events lasts, and is silent while nothing happens, but for a sign of life now and then.</summary>
    static readonly ForwarderRequestConfig Events = new() { ActivityTimeout = TimeSpan.FromSeconds(60) };

    readonly HttpMessageInvoker http = services.CreateBalancedInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });

    public async Task ForwardAsync(HttpContext context, string service, string? accessToken)
    {
        var isStream = IsEventStream(context.Request);
        if (isStream)
            context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var error = await forwarder.SendAsync(
            context, "https+http://" + service, http, isStream ? Events : Answer, new ServiceTransformer(service, accessToken), context.RequestAborted);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;

        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (ClientsFault(exception) is { } fault)
            throw fault;
        logger.LogWarning("{Service} did not answer {Method} {Path}: {Error}", service, context.Request.Method, context.Request.Path, exception?.Message ?? error.ToString());
        await AnswerUnavailableAsync(context, service);
    }

    /// <summary>Such as a body that is too large, which is answered as anywhere else.</summary>
    static BadHttpRequestException? ClientsFault(Exception? exception) => exception switch
    {
        BadHttpRequestException fault => fault,
        AggregateException several => several.InnerExceptions.Select(ClientsFault).FirstOrDefault(static fault => fault is not null),
        { InnerException: { } inner } => ClientsFault(inner),
        _ => null,
    };

    static bool IsEventStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(static accepted => accepted.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));

    static async Task AnswerUnavailableAsync(HttpContext context, string service)
    {
        context.Response.Clear();
        // Who was on the way to a page gets one that says so.
        if (!context.WantsProblemDetails())
            throw new AccountsUnavailableException($"No replica of {service} answers.");
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "2";
        context.Response.Headers.CacheControl = "no-store";
        await TypedResults.Problem($"No replica of {service} answers.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    public void Dispose() => http.Dispose();
}
