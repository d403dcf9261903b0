using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.Web.Security;
using Shop.Web.Sessions;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Web.Gateway;

/// <summary>
/// What a service gets to see of a request, and a browser of the answer. The service is told who asked and through which address. What a
/// client itself claims to have been forwarded for is thrown away: an ingress that may say so is believed, by the forwarded headers
/// middleware, before the request comes here. Cookies go to those only whose they are.
/// </summary>
/// <param name="service">The service's name.</param>
/// <param name="accessToken">The token of the person whose session it is; null leaves the request as it is.</param>
sealed class ServiceTransformer(string service, string? accessToken) : HttpTransformer
{
    static readonly string[] Claimed = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"];

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var (request, headers) = (httpContext.Request, proxyRequest.Headers);
        headers.Host = null;
        foreach (var name in Claimed)
            headers.Remove(name);
        if (httpContext.Connection.RemoteIpAddress is { } client)
            headers.TryAddWithoutValidation("X-Forwarded-For", client.ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.ToUriComponent());
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);

        headers.Remove(HeaderNames.Cookie);
        if (CookieHeader.Keep(request.Headers.Cookie, name => CookieOwners.MaySee(service, name)) is { Length: > 0 } cookies)
            headers.TryAddWithoutValidation(HeaderNames.Cookie, cookies);
        // An upload over a slow line takes longer than any answer may.
        if (httpContext.GetEndpoint()?.Metadata.GetMetadata<RequestTimeoutPolicy>()?.Timeout is { } timeout)
            proxyRequest.SetTotalTimeout(timeout);
        if (accessToken is not null)
            headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        // Before the browser has the answer, and goes on to a page with the old name on it.
        if (service == Services.Users && !httpContext.Request.IsSafe() && proxyResponse is { StatusCode: < HttpStatusCode.BadRequest } && httpContext.HasSessionCookie())
            await httpContext.MarkSessionStaleAsync();
        if (proxyResponse is not null && proxyResponse.Headers.TryGetValues(HeaderNames.SetCookie, out var cookies))
        {
            string[] kept = [.. cookies.Where(cookie => CookieOwners.MaySet(service, CookieHeader.Name(cookie)))];
            proxyResponse.Headers.Remove(HeaderNames.SetCookie);
            proxyResponse.Headers.TryAddWithoutValidation(HeaderNames.SetCookie, kept);
        }
        return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }
}
