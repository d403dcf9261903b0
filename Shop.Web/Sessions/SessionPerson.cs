using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Auth;
using Shop.Web.SignIn;

namespace Shop.Web.Sessions;

/// <summary>What a session knows of its person: from the identity token, those claims that the shop shows or decides by.</summary>
sealed class SessionPerson(IOptionsMonitor<OpenIdConnectOptions> options, ILogger<SessionPerson> logger)
{
    static readonly HashSet<string> Kept =
    [
        ClaimNames.Subject, ClaimNames.Session, ClaimNames.Name, ClaimNames.Email, ClaimNames.EmailVerified, ClaimNames.Role, ClaimNames.Locale, ClaimNames.Picture,
    ];

    public static ClaimsPrincipal Create(ClaimsPrincipal token) =>
        new(new ClaimsIdentity(token.Claims.Where(static claim => Kept.Contains(claim.Type)), Session.Scheme, ClaimNames.Name, ClaimNames.Role));

    /// <summary>With each refresh comes a new identity token: a changed name or role is known as soon as that.</summary>
    /// <returns>The same as before where the token is no good.</returns>
    public async Task<ClaimsPrincipal> RenewAsync(ClaimsPrincipal current, string? identityToken)
    {
        if (identityToken is null)
            return current;
        var handler = options.Get(SignInServices.Scheme);
        var result = await handler.TokenHandler.ValidateTokenAsync(identityToken, handler.TokenValidationParameters);
        if (!result.IsValid)
        {
            logger.LogWarning("A refreshed identity token is not valid: {Reason}", result.Exception.Message);
            return current;
        }
        var renewed = Create(new(result.ClaimsIdentity));
        if (renewed.FindFirstValue(ClaimNames.Subject) == current.FindFirstValue(ClaimNames.Subject))
            return renewed;
        logger.LogError("A refreshed identity token is somebody else's.");
        return current;
    }
}
