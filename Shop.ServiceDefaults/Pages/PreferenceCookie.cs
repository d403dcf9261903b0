using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Pages;

/// <summary>Keeps what somebody prefers on a device: the language, the theme. No secret, and read by no script.</summary>
public static class PreferenceCookie
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Kept,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });
}
