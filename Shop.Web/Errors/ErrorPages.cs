using Shop.ServiceDefaults.Pages;
using Shop.Web.Clients;

namespace Shop.Web.Errors;

/// <summary>People get a page for what goes wrong, in their language and with the right status. Programs get problem details, from ServiceDefaults.</summary>
static class ErrorPages
{
    public const string StatusPath = "/status", ErrorPath = "/error";

    /// <summary>Around the defaults, which answer programs before these see anything to do.</summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = ErrorPath,
            CreateScopeForErrors = true,
            StatusCodeSelector = static exception => exception switch
            {
                CatalogUnavailableException or AccountsUnavailableException or OrdersUnavailableException => StatusCodes.Status503ServiceUnavailable,
                BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
            // ServiceDefaults has logged it, and knows what is a failure and what is only an absence.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute(StatusPath + "/{0}", createScopeForStatusCodePages: true);
        return app.UseReadErrorPages();
    }
}
