using Shop.Web.Clients;

namespace Shop.Web.Errors;

/// <summary>People get a page for what goes wrong, in their language and with the right status; programs, under /api, get problem details.</summary>
static class ErrorPages
{
    public const string NotFoundPath = "/not-found", ErrorPath = "/error";

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = ErrorPath,
            CreateScopeForErrors = true,
            StatusCodeSelector = exception => exception is CatalogUnavailableException
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
            // A page about an absent Catalog is the intended answer; the client's own logs and traces say what is wrong with it.
            SuppressDiagnosticsCallback = context => context.Exception is CatalogUnavailableException,
        });
        app.UseStatusCodePagesWithReExecute(NotFoundPath, createScopeForStatusCodePages: true);
        // The inner ones answer first, and leave nothing to do for those above.
        app.UseWhen(IsForPrograms, api => api.UseExceptionHandler().UseStatusCodePages());
        return app;
    }

    static bool IsForPrograms(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
