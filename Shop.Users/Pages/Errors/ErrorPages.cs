using Shop.ServiceDefaults.Pages;

namespace Shop.Users.Pages.Errors;

/// <summary>People get a page for what goes wrong, in their language and with the right status. Programs get problem details, from ServiceDefaults.</summary>
static class ErrorPages
{
    /// <summary>Around the defaults, which answer programs before these see anything to do.</summary>
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/account/problem/500",
            CreateScopeForErrors = true,
            // ServiceDefaults has logged it, and knows what is a failure and what is only an absence.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute("/account/problem/{0}", createScopeForStatusCodePages: true);
        app.UseReadErrorPages();
    }
}
