using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.ServiceDefaults.Errors;

public static class ProblemNegotiation
{
    /// <summary>
    /// The one rule that says who answers an error. Under <c>/api</c> it is always problem details. Elsewhere it is problem details too,
    /// unless the request prefers <c>text/html</c> to JSON: then ServiceDefaults leaves the answer to whoever has pages. An application
    /// with pages puts in their handlers as ever, and the defaults after them:
    /// <code>
    /// app.UseExceptionHandler("/error");
    /// app.UseStatusCodePagesWithReExecute("/not-found");
    /// app.MapDefaultEndpoints();
    /// </code>
    /// </summary>
    public static bool WantsProblemDetails(this HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return true;
        var (html, json) = (0.0, 0.0);
        foreach (var accepted in http.Request.GetTypedHeaders().Accept)
        {
            var quality = accepted.Quality ?? 1;
            if (accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
                html = Math.Max(html, quality);
            else if (IsJson(accepted))
                json = Math.Max(json, quality);
        }
        return html <= json;
    }

    private static bool IsJson(MediaTypeHeaderValue accepted) =>
        accepted.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || accepted.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
}
