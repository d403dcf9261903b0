namespace Shop.Web.Security;

/// <summary>
/// Cookies of the shop by their plain names. Where the shop's address is HTTPS, those that matter bear a prefix by which browsers take them
/// over HTTPS only, for the whole of this host and for no other.
/// </summary>
static class WebCookies
{
    public const string Session = "shop-session", Form = "shop-form", Correlation = "shop-correlation.", Nonce = "shop-nonce.", Cart = "shop-cart",
        Wish = "shop-wish", Viewed = "shop-viewed", Coupon = "shop-coupon";

    const string HostPrefix = "__Host-", SecurePrefix = "__Secure-";

    public static string OfHost(string name, bool isSecure) => isSecure ? HostPrefix + name : name;

    /// <summary>For a cookie that is meant for one path only, which the stricter prefix forbids.</summary>
    public static string OfPath(string name, bool isSecure) => isSecure ? SecurePrefix + name : name;

    public static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> name) =>
        name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase) ? name[HostPrefix.Length..]
        : name.StartsWith(SecurePrefix, StringComparison.OrdinalIgnoreCase) ? name[SecurePrefix.Length..]
        : name;
}
