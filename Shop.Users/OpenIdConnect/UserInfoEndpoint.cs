using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Users.OpenIdConnect;

static class UserInfoEndpoint
{
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapUserInfo(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/connect/userinfo", Methods, ReadAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    /// <summary>The token has been checked by the library; the answer is what is true now, as far as the token's scopes allow it.</summary>
    static async Task<IResult> ReadAsync(HttpContext http, UserManager<User> users)
    {
        var caller = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (caller is null || !caller.TryGetUserId(out var id) || await users.FindByIdAsync(id.Value.ToString()) is not { IsClosed: false } user)
            return Results.Challenge(null, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

        var claims = new Dictionary<string, object?> { [Claims.Subject] = user.Id };
        if (caller.HasScope(OpenIddictConstants.Scopes.Profile))
            (claims[Claims.Name], claims[Claims.Locale]) = (user.DisplayName, user.Language);
        if (caller.HasScope(OpenIddictConstants.Scopes.Email))
            (claims[Claims.Email], claims[Claims.EmailVerified]) = (user.Email, user.EmailConfirmed);
        claims[Claims.Role] = await users.GetRolesAsync(user);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(claims);
    }
}
