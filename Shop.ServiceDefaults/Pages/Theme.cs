using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Pages;

/// <summary>Light, dark, or whatever the visitor's system shows. Kept in a cookie, so that the first byte already knows and nothing flashes.</summary>
public static class Theme
{
    public const string System = "system", Light = "light", Dark = "dark";

    public const string Cookie = "shop-theme";

    public static IReadOnlyList<string> All { get; } = [System, Light, Dark];

    public static string Choose(HttpRequest request) => request.Cookies[Cookie] switch
    {
        Light => Light,
        Dark => Dark,
        _ => System,
    };
}
