using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aspire.Dashboard.Security;

internal static class LoginEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/login", (string? t, string? returnUrl, HttpContext context, BrowserSession session, LoginLimiter limiter) =>
            t is null && session.IsSignedIn(context)
                ? TypedResults.LocalRedirect(Local(returnUrl))
                : SignIn(t, returnUrl, context, session, limiter)).AllowAnonymous();

        endpoints.MapPost("/login", ([FromForm] string? token, [FromForm] string? returnUrl, HttpContext context, BrowserSession session, LoginLimiter limiter) =>
            SignIn(TokenIn(token) ?? "", returnUrl, context, session, limiter)).AllowAnonymous();

        endpoints.MapPost("/logout", (HttpContext context) =>
        {
            BrowserSession.SignOut(context);
            return TypedResults.LocalRedirect("/login");
        });
    }

    static IResult SignIn(string? token, string? returnUrl, HttpContext context, BrowserSession session, LoginLimiter limiter)
    {
        if (token is null)
            return Page(LoginPage.Problem.None, returnUrl, StatusCodes.Status200OK);

        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (limiter.Wait(address) is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Page(LoginPage.Problem.TooMany, returnUrl, StatusCodes.Status429TooManyRequests);
        }

        if (!session.IsToken(token))
        {
            limiter.Failed(address);
            return Page(LoginPage.Problem.WrongToken, returnUrl, StatusCodes.Status401Unauthorized);
        }

        session.SignIn(context);
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    /// <summary>People paste the whole link as often as the token in it.</summary>
    internal static string? TokenIn(string? pasted)
    {
        var text = pasted?.Trim();
        var at = text?.IndexOf("?t=", StringComparison.Ordinal) ?? -1;
        return at < 0 ? text : Uri.UnescapeDataString(text![(at + 3)..].Split('&')[0]);
    }

    /// <summary>Only paths of our own: anything else would make the login link a redirect to anywhere.</summary>
    internal static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && url.All(c => c is > ' ' and < '\x7f') ? url : "/";

    static RazorComponentResult<LoginPage> Page(LoginPage.Problem problem, string? returnUrl, int status) =>
        new(new Dictionary<string, object?> { [nameof(LoginPage.Reason)] = problem, [nameof(LoginPage.ReturnUrl)] = Local(returnUrl) }) { StatusCode = status };
}
