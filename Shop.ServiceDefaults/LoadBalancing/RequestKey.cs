using Microsoft.AspNetCore.Http;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.LoadBalancing.Policies;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// What a request belongs to, for consistent hashing. The setting names one or several places, separated by commas, of which the first that
/// has something counts: <c>user</c> (who is signed in), <c>header:name</c> (of the request to the service, else of the request that this process is
/// working for), <c>cookie:name</c> (of the latter). So a cart, which is the user's or else the visitor's, is <c>user, cookie:shop-cart</c>.
/// </summary>
internal sealed class RequestKey(IHttpContextAccessor accessor)
{
    internal ulong? Of(HttpRequestMessage request, string? places)
    {
        if (places is null)
            return null;
        foreach (var place in places.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Read(place, request, accessor.HttpContext) is { Length: > 0 } value)
                return StableHash.Of(value);
        }
        return null;
    }

    private static string? Read(string place, HttpRequestMessage request, HttpContext? context)
    {
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        var (kind, name) = colon < 0 ? (place, "") : (place[..colon], place[(colon + 1)..]);
        return kind switch
        {
            "user" => context?.User.FindFirst(ClaimNames.Subject)?.Value,
            "header" => request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : context?.Request.Headers[name].ToString(),
            "cookie" => context?.Request.Cookies[name],
            _ => null,
        };
    }
}
