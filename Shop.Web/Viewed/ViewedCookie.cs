using System.Buffers.Text;
using System.Security.Cryptography;
using Shop.Web.Cart;
using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Viewed;

/// <summary>
/// Under which id a stranger's looks are kept. Not the cart's: that is there only once something was put in, and a page is the same for all who have none.
/// No page reads this one.
/// </summary>
sealed class ViewedCookie(Provider provider)
{
    /// <summary>Catalog knows strangers by one header, whatever it keeps for them.</summary>
    public const string Header = CartCookie.Header;

    const int IdBytes = 16;

    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    readonly string name = WebCookies.OfPath(WebCookies.Viewed, provider.IsSecure);

    public static bool IsPerson(HttpContext http) => http.User.Identity is { IsAuthenticated: true };

    public bool IsNameless(HttpContext http) => !IsPerson(http) && Read(http) is null;

    public string? Read(HttpContext http) => http.Items[typeof(ViewedCookie)] as string ?? (http.Request.Cookies[name] is { Length: > 0 } id ? id : null);

    public void ReadOrMake(HttpContext http)
    {
        var id = Read(http) ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        http.Items[typeof(ViewedCookie)] = id;
        http.Response.Cookies.Append(name, id, new() { HttpOnly = true, IsEssential = true, MaxAge = Lifetime, Path = ViewedEndpoints.Path, SameSite = SameSiteMode.Lax, Secure = provider.IsSecure });
    }
}
