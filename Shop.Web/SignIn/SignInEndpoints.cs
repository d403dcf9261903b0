using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Clients;
using Shop.Web.Sessions;

namespace Shop.Web.SignIn;

static class SignInEndpoints
{
    public const string SignInPath = "/sign-in", SignOutPath = "/sign-out", ConfirmSignOutPath = "/sign-out/confirm";

    /// <summary>The parameter that says where to go on afterwards.</summary>
    public const string Back = "back";

    /// <summary>The address that begins a sign-in and leads back.</summary>
    public static string SignIn(string? back) => SignInPath + QueryString.Create(Back, LocalAddress.OrHome(back)).ToUriComponent();

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPath, Results<RedirectHttpResult, ChallengeHttpResult> (string? back, HttpContext http) =>
        {
            NeedKnownSession(http);
            http.Response.Headers.CacheControl = "no-store";
            back = LocalAddress.OrHome(back);
            return http.User.Identity is { IsAuthenticated: true }
                ? TypedResults.LocalRedirect(back)
                : TypedResults.Challenge(new AuthenticationProperties { RedirectUri = back });
        });
        routes.MapPost(SignOutPath, async Task<Results<RedirectHttpResult, SignOutHttpResult>> (HttpContext http, IAntiforgery antiforgery) =>
        {
            NeedKnownSession(http);
            if (http.User.Identity is not { IsAuthenticated: true })
            {
                // The session has ended by itself; what is left of it is a cookie.
                await http.SignOutAsync(Session.Scheme);
                return TypedResults.LocalRedirect("/");
            }
            return await antiforgery.IsRequestValidAsync(http)
                // Users first, since the way there names the session's identity token.
                ? TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [SignInServices.Scheme, Session.Scheme])
                : TypedResults.LocalRedirect(ConfirmSignOutPath);
        }).DisableAntiforgery();
    }

    /// <exception cref="AccountsUnavailableException">Nobody knows now whether the visitor is signed in: to say either would be wrong.</exception>
    static void NeedKnownSession(HttpContext http)
    {
        if (http.IsSessionUnknown())
            throw new AccountsUnavailableException("The session can't be looked up now.");
    }
}
