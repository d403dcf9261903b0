using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shop.Web.Sessions;

/// <summary>The tokens in a session, under the names that the OpenID Connect handler gives them.</summary>
static class SessionTokens
{
    /// <summary>Of the access token: the handler's name for it.</summary>
    const string ExpiresAt = "expires_at";

    /// <summary>Not a token's: what the person has changed at Users is not known here yet.</summary>
    const string Stale = ".stale";

    public static string? AccessToken(this AuthenticationProperties properties) => properties.GetTokenValue(OpenIdConnectParameterNames.AccessToken);

    public static string? RefreshToken(this AuthenticationProperties properties) => properties.GetTokenValue(OpenIdConnectParameterNames.RefreshToken);

    /// <summary>When the access token ends; where nothing says so, it has ended.</summary>
    public static DateTimeOffset AccessTokenEnd(this AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end)
            ? end
            : DateTimeOffset.MinValue;

    public static bool IsStale(this AuthenticationProperties properties) => properties.Items.ContainsKey(Stale);

    public static void MarkStale(this AuthenticationProperties properties) => properties.Items[Stale] = "";

    /// <summary>A copy with new tokens; what Users does not send anew stays as it was.</summary>
    public static AuthenticationProperties With(this AuthenticationProperties properties, TokenAnswer answer, DateTimeOffset now)
    {
        var copy = properties.Clone();
        copy.Items.Remove(Stale);
        copy.StoreTokens([
            new() { Name = OpenIdConnectParameterNames.AccessToken, Value = answer.AccessToken },
            new() { Name = OpenIdConnectParameterNames.RefreshToken, Value = answer.RefreshToken ?? properties.RefreshToken() ?? "" },
            new() { Name = OpenIdConnectParameterNames.IdToken, Value = answer.IdToken ?? properties.GetTokenValue(OpenIdConnectParameterNames.IdToken) ?? "" },
            new() { Name = OpenIdConnectParameterNames.TokenType, Value = answer.TokenType },
            new() { Name = ExpiresAt, Value = now.AddSeconds(answer.ExpiresIn).ToString("o", CultureInfo.InvariantCulture) },
        ]);
        return copy;
    }
}
