using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Shop.Web.Clients;
using Shop.Web.Gateway;
using Shop.Web.Security;

namespace Shop.Web.Sessions;

/// <summary>The storefront's session of the person who asks.</summary>
static class Session
{
    public const string Scheme = "session";

    /// <summary>Tells pages and endpoints who asks. What is the same for everyone, and what is forwarded, reads no session here.</summary>
    public static IApplicationBuilder UseSessions(this IApplicationBuilder app) => app.Use(static async (http, next) =>
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<StaticAssetDescriptor>() is null && metadata?.GetMetadata<ForwardedTo>() is null
            && (await http.ReadSessionAsync()).Principal is { } person)
            http.User = person;
        await next(http);
    });

    /// <summary>Reads it at most once in a request.</summary>
    public static Task<AuthenticateResult> ReadSessionAsync(this HttpContext http) =>
        http.HasSessionCookie() ? http.AuthenticateAsync(Scheme) : Task.FromResult(AuthenticateResult.NoResult());

    public static bool HasSessionCookie(this HttpContext http) =>
        http.Request.Cookies.ContainsKey(http.RequestServices.GetRequiredService<SessionCookie>().Name);

    /// <summary>Ends the session that the request brings, and makes the handler, which would go on with it, see a request without one.</summary>
    public static async Task EndPresentSessionAsync(this HttpContext http)
    {
        if (http.PresentSessionId() is { } id)
            await http.RequestServices.GetRequiredService<SessionStore>().RemoveAsync(id);
        var name = http.RequestServices.GetRequiredService<SessionCookie>().Name;
        http.Request.Headers.Cookie = CookieHeader.Keep(http.Request.Headers.Cookie, cookie => cookie != name);
    }

    /// <summary>Makes the next page know at once what the person may just have changed at Users: a name, or whether they are signed in at all.</summary>
    public static async Task MarkSessionStaleAsync(this HttpContext http)
    {
        if (http.PresentSessionId() is { } id)
            await http.RequestServices.GetRequiredService<SessionStore>().MarkStaleAsync(id);
    }

    /// <summary>With a store behind it the cookie holds nothing but the session's id, protected.</summary>
    static string? PresentSessionId(this HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme).TicketDataFormat
            .Unprotect(http.Request.Cookies[http.RequestServices.GetRequiredService<SessionCookie>().Name])?.Principal.Claims.FirstOrDefault()?.Value;

    /// <summary>Whether the session can't be looked up now, so that nobody knows whether there is one.</summary>
    public static bool IsSessionUnknown(this HttpContext http) => http.Features.Get<UnknownSession>() is not null;

    /// <summary>The person's access token for the services; null for a stranger.</summary>
    /// <exception cref="AccountsUnavailableException">There may be a person, but their token can't be had now.</exception>
    public static async Task<string?> ReadAccessTokenAsync(this HttpContext http)
    {
        var session = await http.ReadSessionAsync();
        if (http.IsSessionUnknown())
            throw new AccountsUnavailableException("The session can't be looked up now.");
        if (session.Properties is not { } properties)
            return null;
        return properties.AccessTokenEnd() > http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()
            ? properties.AccessToken()
            : throw new AccountsUnavailableException("The session's access token has ended, and can't be renewed now.");
    }
}

/// <param name="Name">Its name, which depends on whether the shop's address is HTTPS.</param>
sealed record SessionCookie(string Name);
