using Microsoft.AspNetCore.Authorization;

namespace Aspire.Dashboard.Security;

/// <summary>
/// What every request passes: headers that confine the page, a host name of ours (a foreign name that resolves to 127.0.0.1 is
/// DNS rebinding), no other site as origin (cookies ignore ports, so every page on localhost counts as the same site), and a
/// session unless the endpoint allows anyone.
/// </summary>
internal static class RequestGuard
{
    // Blazor sets style attributes (Virtualize, progress bars), hence style-src-attr; style elements stay forbidden.
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin"; // no-referrer would make the browser send its own forms with Origin: null
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-store";
        return next(context);
    });

    public static void UseHostCheck(this IApplicationBuilder app, DashboardOptions options)
    {
        var allowed = new HashSet<string>(["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts], StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            if (!allowed.Contains(context.Request.Host.Host))
                return Refuse(context, StatusCodes.Status400BadRequest, "This host name is not served.");
            if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsOwn(origin.ToString(), context.Request))
                return Refuse(context, StatusCodes.Status403Forbidden, "Requests of other sites are not served.");
            return next(context);
        });
    }

    public static void UseSessionCheck(this IApplicationBuilder app, BrowserSession session, ApiKey apiKey) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ApiKeyAllowed>() is not null && apiKey.Check(context) is { } checkedKey)
            return checkedKey is not ApiKey.Right ? Refuse(context, checkedKey, "The key in x-api-key is not right.") : next(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || session.IsSignedIn(context))
            return next(context);
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect($"/login?returnUrl={Uri.EscapeDataString(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent())}");
            return Task.CompletedTask;
        }

        return Refuse(context, StatusCodes.Status401Unauthorized, "Sign in first.");
    });

    static bool IsOwn(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    static Task Refuse(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence, context.RequestAborted);
    }
}
