using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;
using Shop.Users.Sessions;
using Shop.Users.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Users.OpenIdConnect;

/// <summary>
/// Where a client sends a person to. The library has checked the client, its redirect address, its scopes and its proof key; here it is
/// decided who the person is.
/// </summary>
static class AuthorizeEndpoint
{
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapAuthorize(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/authorize", Methods, AuthorizeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    static async Task<IResult> AuthorizeAsync(
        HttpContext http, UsersContext context, TokenClaims claims, IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var now = time.GetUtcNow();
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!cookie.Succeeded || IsTooOld(request, cookie.Principal, now))
            return request.HasPromptValue(PromptValues.None) ? Refuse(Errors.LoginRequired, "The person is not signed in.") : AskToSignIn(request, isAgain: cookie.Succeeded);

        var (userId, sessionId) = (cookie.Principal.UserId(), cookie.Principal.SessionId()!.Value);
        var user = await context.Users.FindAsync([userId], cancellationToken);
        if (user is null || user.IsClosed)
        {
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return AskToSignIn(request, isAgain: false);
        }

        var principal = await claims.OfPersonAsync(user, sessionId, SessionCookie.SignedInAt(cookie.Principal), cookie.Properties.IsPersistent, request.GetScopes(), cancellationToken);
        var application = await applications.FindByClientIdAsync(request.ClientId!, cancellationToken);
        // Names the session, so that ending it ends all that came from it.
        var authorization = await authorizations.CreateAsync(
            new OpenIddictAuthorizationDescriptor
            {
                ApplicationId = await applications.GetIdAsync(application!, cancellationToken),
                CreationDate = now,
                Properties = { [ClaimNames.Session] = JsonSerializer.SerializeToElement(sessionId) },
                Status = Statuses.Valid,
                Subject = userId.ToString(),
                Type = AuthorizationTypes.AdHoc,
            }, cancellationToken);
        principal.SetAuthorizationId(await authorizations.GetIdAsync(authorization, cancellationToken));
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>A client may ask that the person has given their password just now, or lately.</summary>
    static bool IsTooOld(OpenIddictRequest request, ClaimsPrincipal person, DateTimeOffset now) =>
        request.HasPromptValue(PromptValues.Login)
        || request.MaxAge is { } seconds && now - SessionCookie.SignedInAt(person) > TimeSpan.FromSeconds(seconds);

    static IResult AskToSignIn(OpenIddictRequest request, bool isAgain)
    {
        // What asked for the password has got it when the person comes back.
        var parameters = request.GetParameters()
            .Where(static parameter => parameter.Key != Parameters.Prompt && !(parameter.Key == Parameters.MaxAge && (string?)parameter.Value is "0"))
            .Select(static parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        var back = "/connect/authorize" + QueryString.Create(parameters);
        return Results.LocalRedirect(SignInAddress.For(back, isAgain));
    }

    static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
