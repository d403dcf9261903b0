namespace Shop.Users.Pages.Forms;

/// <summary>
/// Carries over a redirect what has just been done: the key of a text, which begins with <c>Status.</c>, and never the text itself, so that
/// nobody else can put words on a page.
/// </summary>
static class StatusCookie
{
    public const string Name = "shop-id-status", Prefix = "Status.";

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    public static void Set(HttpContext http, string key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
            throw new ArgumentException($"Must begin with {Prefix}", nameof(key));
        http.Response.Cookies.Append(Name, key, Options(http, Kept));
    }

    /// <summary>The key, once.</summary>
    public static string? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { } key)
            return null;
        http.Response.Cookies.Delete(Name, Options(http, null));
        return key.StartsWith(Prefix, StringComparison.Ordinal) ? key : null;
    }

    static CookieOptions Options(HttpContext http, TimeSpan? kept) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = kept,
        Path = "/account",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
