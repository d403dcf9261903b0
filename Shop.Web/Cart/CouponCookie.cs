using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Cart;

/// <summary>The coupon that a visitor has typed into the cart, as typed. The checkout begins with it, and it goes with the order.</summary>
sealed class CouponCookie(Provider provider)
{
    public const int LongestCode = 40;

    static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    readonly string name = WebCookies.OfHost(WebCookies.Coupon, provider.IsSecure);

    public string? Read(HttpContext http) => http.Request.Cookies[name] is { Length: > 0 and <= LongestCode } code ? code : null;

    public void Keep(HttpContext http, string code) => http.Response.Cookies.Append(name, code, Options(Lifetime));

    public void Remove(HttpContext http) => http.Response.Cookies.Delete(name, Options(null));

    CookieOptions Options(TimeSpan? lifetime) =>
        new() { HttpOnly = true, IsEssential = true, MaxAge = lifetime, Path = "/", SameSite = SameSiteMode.Lax, Secure = provider.IsSecure };
}
