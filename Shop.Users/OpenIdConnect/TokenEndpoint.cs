using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;
using Shop.Users.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Users.OpenIdConnect;

/// <summary>Gives out tokens. The library has checked the client and its secret, and the code or refresh token that it brings.</summary>
static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", ExchangeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    static async Task<IResult> ExchangeAsync(HttpContext http, UsersContext context, UserSessions sessions, TokenClaims claims, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
            return SignIn(TokenClaims.OfMachine(request.ClientId!, request.GetScopes()));

        var presented = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var (userId, sessionId) = (presented.UserId(), presented.SessionId()!.Value);
        // Whoever lives in a client's session lives in the provider's: it is seen, and its end is theirs.
        if (await sessions.SeeAsync(sessionId, cancellationToken) is not { } session
            || await context.Users.FindAsync([userId], cancellationToken) is not { IsClosed: false } user)
            return Refuse();

        var scopes = request.Scope is null ? presented.GetScopes() : request.GetScopes();
        var principal = await claims.OfPersonAsync(user, sessionId, SessionCookie.SignedInAt(presented), session.IsPersistent, scopes, cancellationToken);
        principal.SetAuthorizationId(presented.GetAuthorizationId());
        return SignIn(principal);
    }

    static IResult SignIn(ClaimsPrincipal principal) => Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    static IResult Refuse() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The session has ended.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
