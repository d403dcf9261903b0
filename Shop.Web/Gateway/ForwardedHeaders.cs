using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Gateway;

/// <summary>
/// Tells the service who asked, and through which address. What a client itself claims to have been forwarded for is thrown away: an ingress
/// that may say so is believed, by the forwarded headers middleware, before the request comes here.
/// </summary>
sealed class ForwardedHeaders : HttpTransformer
{
    public static readonly ForwardedHeaders Instance = new();

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.Host = null;
        foreach (var name in (string[])["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"])
            headers.Remove(name);
        var request = httpContext.Request;
        if (httpContext.Connection.RemoteIpAddress is { } client)
            headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.ToUriComponent());
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
    }
}
