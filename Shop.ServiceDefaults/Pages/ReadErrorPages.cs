using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Pages;

public static class ReadErrorPages
{
    private const string OriginalMethod = "Shop.OriginalMethod";

    /// <summary>
    /// The page for a failed POST is only read: else it would be taken for the form's, and fail as the form has. To be put in after the
    /// handlers that show such pages.
    /// </summary>
    public static IApplicationBuilder UseReadErrorPages(this IApplicationBuilder app) => app.Use(static async (http, next) =>
    {
        var method = http.Request.Method;
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Items[OriginalMethod] = method;
            http.Request.Method = HttpMethods.Get;
        }
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = method;
        }
    });

    /// <summary>The method of what was asked for, also on the page that says it has failed.</summary>
    public static string AskedMethod(this HttpContext http) => http.Items[OriginalMethod] as string ?? http.Request.Method;
}
