using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pages;

namespace Shop.Web.Preferences;

static class PreferenceEndpoints
{
    /// <summary>
    /// Sets language or theme and goes back. A GET, since the worst that a forged one does is show the shop in its other colours, and it
    /// spares every page an antiforgery token and the cookie and keys behind it.
    /// </summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/preferences", Results<RedirectHttpResult, ValidationProblem> (string? language, string? theme, string? back, HttpContext http) =>
        {
            var errors = new Dictionary<string, string[]>();
            if (language is not null && !Language.All.Contains(language))
                errors["language"] = [$"Must be one of: {string.Join(", ", Language.All)}."];
            if (theme is not null && !Theme.All.Contains(theme))
                errors["theme"] = [$"Must be one of: {string.Join(", ", Theme.All)}."];
            if (errors.Count > 0)
                return TypedResults.ValidationProblem(errors);

            if (language is not null)
                PreferenceCookie.Keep(http, Language.Cookie, language);
            if (theme is not null)
                PreferenceCookie.Keep(http, Theme.Cookie, theme);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.LocalRedirect(LocalAddress.OrHome(back));
        });
}
