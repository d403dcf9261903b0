using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Gateway;

/// <summary>Passes a request on to a replica of a service, and to another one where the first can't be reached.</summary>
sealed class ServiceForwarder(Replicas replicas, IHttpForwarder forwarder, ILogger<ServiceForwarder> logger) : IDisposable
{
    /// <summary>How long a replica may keep silent. Half of what a request has, so that another one can still answer.</summary>
    static readonly ForwarderRequestConfig RequestConfig = new() { ActivityTimeout = TimeSpan.FromSeconds(5) };

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

    public async Task ForwardAsync(HttpContext context, string service)
    {
        var candidates = await replicas.InTurnAsync(service, context.RequestAborted);
        for (var i = 0; i < candidates.Length; i++)
        {
            var error = await forwarder.SendAsync(
                context, candidates[i].GetLeftPart(UriPartial.Authority), http, RequestConfig, ForwardedHeaders.Instance, context.RequestAborted);
            if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;

            var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
            logger.LogWarning("{Service} at {Address} did not answer {Method} {Path}: {Error}.", service, candidates[i], context.Request.Method, context.Request.Path, exception?.Message ?? error.ToString());
            if (!MayRepeat(context.Request, exception))
                break;
            // The forwarder takes any other status for an answer that has been given.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Features.Set<IForwarderErrorFeature>(null);
        }
        await AnswerUnavailableAsync(context, service);
    }

    /// <summary>What only reads may be sent twice; anything else only where no connection came about, so that nothing was sent.</summary>
    static bool MayRepeat(HttpRequest request, Exception? exception) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    static async Task AnswerUnavailableAsync(HttpContext context, string service)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "2";
        context.Response.Headers.CacheControl = "no-store";
        await TypedResults.Problem($"No replica of {service} answers.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    public void Dispose() => http.Dispose();
}
