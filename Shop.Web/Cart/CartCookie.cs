using System.Buffers.Text;
using System.Security.Cryptography;
using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Cart;

/// <summary>
/// The id of a stranger's cart, which no script reads and nobody guesses. It is made when something is put in first, and goes when its cart has become a
/// person's.
/// </summary>
sealed class CartCookie(Provider provider)
{
    public const string Header = "Shop-Cart";

    const int IdBytes = 16;

    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    readonly string name = WebCookies.OfHost(WebCookies.Cart, provider.IsSecure);

    public string? Read(HttpContext http) => http.Items[typeof(CartCookie)] as string ?? (http.Request.Cookies[name] is { Length: > 0 } id ? id : null);

    public string ReadOrMake(HttpContext http)
    {
        var id = Read(http) ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        http.Items[typeof(CartCookie)] = id;
        // Anew at each change: the cart too lives on from it.
        http.Response.Cookies.Append(name, id, Options(Lifetime));
        return id;
    }

    public void Remove(HttpContext http)
    {
        http.Items.Remove(typeof(CartCookie));
        http.Response.Cookies.Delete(name, Options(null));
    }

    CookieOptions Options(TimeSpan? lifetime) =>
        new() { HttpOnly = true, IsEssential = true, MaxAge = lifetime, Path = "/", SameSite = SameSiteMode.Lax, Secure = provider.IsSecure };
}
