using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http.Timeouts;
using Shop.ServiceDefaults.Errors;
using Shop.Web.Clients;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Gateway;

/// <summary>Passes a request on to a replica of a service, and to another one where the first can't be reached.</summary>
sealed class ServiceForwarder(Replicas replicas, IHttpForwarder forwarder, ILogger<ServiceForwarder> logger) : IDisposable
{
    /// <summary>How long a replica may keep silent. Half of what a request has, so that another one can still answer.</summary>
    static readonly ForwarderRequestConfig Answer = new() { ActivityTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>A stream of events lasts, and is silent while nothing happens, but for a sign of life now and then.</summary>
    static readonly ForwarderRequestConfig Events = new() { ActivityTimeout = TimeSpan.FromSeconds(60) };

    readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });

    public async Task ForwardAsync(HttpContext context, string service, string? accessToken)
    {
        var isStream = IsEventStream(context.Request);
        if (isStream)
            context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var transformer = new ServiceTransformer(service, accessToken);
        var candidates = await replicas.InTurnAsync(service, context.RequestAborted);
        for (var i = 0; i < candidates.Length; i++)
        {
            var error = await forwarder.SendAsync(
                context, candidates[i].GetLeftPart(UriPartial.Authority), http, isStream ? Events : Answer, transformer, context.RequestAborted);
            if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;

            var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
            if (ClientsFault(exception) is { } fault)
                throw fault;
            logger.LogWarning("{Service} at {Address} did not answer {Method} {Path}: {Error}.", service, candidates[i], context.Request.Method, context.Request.Path, exception?.Message ?? error.ToString());
            if (!MayRepeat(context.Request, exception))
                break;
            // The forwarder takes any other status for an answer that has been given.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Features.Set<IForwarderErrorFeature>(null);
        }
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

    /// <summary>What only reads may be sent twice; anything else only where no connection came about, so that nothing was sent.</summary>
    static bool MayRepeat(HttpRequest request, Exception? exception) =>
        request.IsSafe() || exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

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
