using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using Shop.Web.Security;
using Shop.Web.Sessions;

namespace Shop.Web.Gateway;

/// <summary>
/// Lets the storefront's own pages call the services for the person of the session, whose token no script ever sees. A page from elsewhere
/// can make a browser send the cookie, but neither call itself the same origin nor know the form's token; and it could not read the answer.
/// </summary>
sealed class SessionBearer(IAntiforgery antiforgery, IOptions<AntiforgeryOptions> options)
{
    /// <summary>Null where the request speaks for nobody, or brings a token of its own.</summary>
    /// <exception cref="Clients.AccountsUnavailableException">It speaks for somebody whose token can't be had now.</exception>
    public async ValueTask<string?> TokenAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Headers.Authorization.Count > 0 || !http.HasSessionCookie() || !request.IsFromStorefront())
            return null;
        if ((await http.ReadSessionAsync()).Principal is { } person && !request.IsSafe() && !await HasFormTokenAsync(http, person))
            return null;
        return await http.ReadAccessTokenAsync();
    }

    /// <summary>In its header only: the body is the service's to read.</summary>
    async Task<bool> HasFormTokenAsync(HttpContext http, ClaimsPrincipal person)
    {
        if (options.Value.HeaderName is not { } header || !http.Request.Headers.ContainsKey(header))
            return false;
        // The token is one person's.
        http.User = person;
        return await antiforgery.IsRequestValidAsync(http);
    }
}
