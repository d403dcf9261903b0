using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Shop.ServiceDefaults.Auth;

namespace Shop.Users.SignIn;

/// <summary>A sign-in whose password was right and whose code is still to come: in a cookie for some minutes, worth nothing by itself.</summary>
sealed record PendingSignIn(Guid UserId, bool IsPersistent)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public Task KeepAsync(HttpContext http) => http.SignInAsync(
        IdentityConstants.TwoFactorUserIdScheme,
        new(new ClaimsIdentity([new(ClaimNames.Subject, UserId.ToString())], IdentityConstants.TwoFactorUserIdScheme)),
        // The browser forgets it with its window, whatever was ticked; the tick is for what comes after.
        new(new Dictionary<string, string?> { [nameof(IsPersistent)] = IsPersistent ? "true" : null }));

    public static async Task<PendingSignIn?> ReadAsync(HttpContext http)
    {
        var kept = await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return kept.Succeeded && Guid.TryParse(kept.Principal.FindFirstValue(ClaimNames.Subject), out var id)
            ? new(id, kept.Properties.Items.ContainsKey(nameof(IsPersistent)))
            : null;
    }

    public static Task ForgetAsync(HttpContext http) => http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
}
