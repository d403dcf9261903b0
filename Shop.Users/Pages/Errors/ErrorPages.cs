using Microsoft.AspNetCore.Diagnostics;
using Shop.ServiceDefaults.Errors;

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
            StatusCodeSelector = ExceptionStatus.Of,
            // ServiceDefaults has logged it, and knows what is a failure and what is only an absence.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute("/account/problem/{0}", createScopeForStatusCodePages: true);
        app.Use(ReadPagesOnlyAsync);
    }

    /// <summary>The page for a failed POST is only read: else it would be taken for the form's, and fail as the form has.</summary>
    static async Task ReadPagesOnlyAsync(HttpContext http, RequestDelegate next)
    {
        var method = http.Request.Method;
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
            http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = method;
        }
    }
}
