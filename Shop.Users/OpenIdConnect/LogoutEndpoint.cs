using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Server.AspNetCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Sessions;
using Shop.Users.SignIn;

namespace Shop.Users.OpenIdConnect;

/// <summary>Where a client sends a person who signs out of it. The library has checked the token that hints at them, and where they go afterwards.</summary>
static class LogoutEndpoint
{
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapLogout(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/logout", Methods, LogoutAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    static async Task<IResult> LogoutAsync(HttpContext http, UserSessions sessions, CancellationToken cancellationToken)
    {
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var hinted = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        // Any page may send a browser here. Only the person's own client has a token of this very session; else the person is asked.
        if (cookie.Succeeded && hinted?.SessionId() != cookie.Principal.SessionId())
        {
            var parameters = http.GetOpenIddictServerRequest()!.GetParameters().Select(static parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
            return Results.LocalRedirect(SignInAddress.ForSignOut("/connect/logout" + QueryString.Create(parameters)));
        }

        if (hinted is not null && hinted.TryGetUserId(out var userId) && hinted.SessionId() is { } sessionId)
            await sessions.EndAsync(userId.Value, sessionId, cancellationToken);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
