using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using Shop.Users.Profile;
using Shop.Users.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ShopScopes = Shop.ServiceDefaults.Auth.Scopes;

namespace Shop.Users.OpenIdConnect;

/// <summary>What the tokens say of their owner, always read anew: a role that was taken away is gone with the next refresh.</summary>
sealed class TokenClaims(UserManager<User> users, Avatars avatars, PublicOrigin origin)
{
    public async Task<ClaimsPrincipal> OfPersonAsync(
        User user, Guid sessionId, DateTimeOffset signedInAt, bool isPersistent, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        var identity = NewIdentity(user.Id.ToString(), scopes);
        identity.SetClaim(ClaimNames.Session, sessionId.ToString())
            .SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds())
            .SetClaim(ClaimNames.Persistent, isPersistent ? true : null)
            .SetClaim(Claims.Name, user.DisplayName)
            .SetClaim(Claims.Picture, await PictureAsync(user, scopes, cancellationToken))
            .SetClaim(Claims.Email, user.Email)
            .SetClaim(Claims.EmailVerified, user.EmailConfirmed)
            .SetClaim(Claims.Locale, user.Language)
            .SetClaims(Claims.Role, [.. await users.GetRolesAsync(user)]);
        identity.SetDestinations(DestinationsInPersonsTokens);
        return new(identity);
    }

    async Task<string?> PictureAsync(User user, ImmutableArray<string> scopes, CancellationToken cancellationToken) =>
        scopes.Contains(OpenIddictConstants.Scopes.Profile) && await avatars.FindIdAsync(user.Id, cancellationToken) is { } id
            ? new Uri(origin.Uri, AvatarEndpoints.AddressOf(id)).AbsoluteUri
            : null;

    public static ClaimsPrincipal OfMachine(string clientId, ImmutableArray<string> scopes)
    {
        var identity = NewIdentity(clientId, scopes);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return new(identity);
    }

    static ClaimsIdentity NewIdentity(string subject, ImmutableArray<string> scopes) =>
        new ClaimsIdentity("OpenIddict", Claims.Name, Claims.Role)
            .SetClaim(Claims.Subject, subject)
            .SetScopes(scopes)
            .SetResources(scopes.Where(ShopScopes.All.Contains));

    static IEnumerable<string> DestinationsInPersonsTokens(Claim claim)
    {
        var isGranted = claim.Type switch
        {
            Claims.Name or Claims.Locale or Claims.Picture => claim.Subject!.HasScope(OpenIddictConstants.Scopes.Profile),
            Claims.Email or Claims.EmailVerified => claim.Subject!.HasScope(OpenIddictConstants.Scopes.Email),
            _ => true,
        };
        if (!isGranted)
            yield break;
        yield return Destinations.IdentityToken;
        if (claim.Type is not (Claims.AuthenticationTime or Claims.EmailVerified or Claims.Picture or ClaimNames.Persistent))
            yield return Destinations.AccessToken;
    }
}
