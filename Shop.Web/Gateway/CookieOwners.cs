using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Security;

namespace Shop.Web.Gateway;

/// <summary>
/// Whose a cookie is. All are at one origin, so a browser sends each to everyone: the provider's go to Users alone, what a visitor prefers
/// may be known to all, and anything else, the session's above all, stays with Web.
/// </summary>
static class CookieOwners
{
    const string ProviderPrefix = "shop-id";

    public static bool MaySee(string service, string cookie) =>
        IsPreference(cookie) || (service == Services.Users && IsProviders(cookie));

    /// <summary>Users may also keep the language that somebody has chosen there.</summary>
    public static bool MaySet(string service, string cookie) => service == Services.Users && (IsProviders(cookie) || IsPreference(cookie));

    static bool IsPreference(string cookie) => cookie is Language.Cookie or Theme.Cookie;

    static bool IsProviders(string cookie)
    {
        var name = WebCookies.WithoutPrefix(cookie);
        return name.SequenceEqual(ProviderPrefix) || name.StartsWith(ProviderPrefix + "-", StringComparison.Ordinal);
    }
}
