using System.Globalization;

namespace Aspire.Dashboard.Localization;

/// <summary>The language of the page: the cookie that the settings menu writes, else what the browser prefers.</summary>
internal static class LanguageChoice
{
    public const string Cookie = "dashboard-language";

    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    // Blazor's circuits take over the culture of the request that opens them, so this covers the interactive pages too.
    public static void UseLanguageChoice(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Choose(
            context.Request.Cookies[Cookie],
            context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString()));
        return next(context);
    });

    internal static CultureInfo Choose(string? chosen, IEnumerable<string> preferred)
    {
        foreach (var language in preferred.Prepend(chosen ?? ""))
        {
            if (Speaks(language, "zh"))
                return Chinese;
            if (Speaks(language, "en"))
                return English;
        }

        return English;
    }

    static bool Speaks(string language, string primary) =>
        language.StartsWith(primary, StringComparison.OrdinalIgnoreCase) && (language.Length == primary.Length || language[primary.Length] == '-');
}
