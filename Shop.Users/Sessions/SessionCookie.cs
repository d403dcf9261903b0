using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Users.Sessions;

/// <summary>The provider's own cookie: it names the person and the session, and whether it is worth anything the session's row says.</summary>
static class SessionCookie
{
    public const string Name = "shop-id";

    public static ClaimsPrincipal Principal(User user, UserSession session)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimNames.Name, ClaimNames.Role);
        identity.AddClaim(new(ClaimNames.Subject, user.Id.ToString()));
        identity.AddClaim(new(ClaimNames.Session, session.Id.ToString()));
        identity.AddClaim(new(Claims.AuthenticationTime, session.CreatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return new(identity);
    }

    /// <summary>When the person gave their password, by a cookie or a token.</summary>
    public static DateTimeOffset SignedInAt(ClaimsPrincipal person) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(person.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture));

    /// <summary>At each request. The cookie of a session that has ended is taken back.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<UserSessions>();
        if (context.Principal?.SessionId() is { } id && await sessions.SeeAsync(id, context.HttpContext.RequestAborted) is { } state)
        {
            // As the profile says now, and not as it did when the cookie was made.
            ((ClaimsIdentity)context.Principal.Identity!).AddClaim(new(ClaimNames.Locale, state.Language));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
