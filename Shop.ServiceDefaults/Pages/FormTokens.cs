using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Pages;

public static class FormTokens
{
    /// <summary>A form without a valid token gets the page for what went wrong, where Blazor would write a line of plain text.</summary>
    public static IApplicationBuilder UseFormTokens(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        return app.Use(static (http, next) =>
        {
            if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || HttpMethods.IsGet(http.Request.Method))
                return next(http);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }
}
