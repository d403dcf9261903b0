using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Shop.Web.Preferences;

/// <summary>The languages that the shop speaks. The address decides, else what the visitor has chosen, else what the browser asks for.</summary>
static class Language
{
    public const string English = "en", Chinese = "zh-CN";

    /// <summary>In an address, <c>?lang=zh-CN</c> names one language's version of a page, for search engines and for sharing.</summary>
    public const string Parameter = "lang";

    public const string Cookie = "shop-language";

    public static readonly string[] All = [English, Chinese];

    public static bool IsChinese => CultureInfo.CurrentUICulture.Name == Chinese;

    /// <summary>Ours for a language tag such as <c>zh</c>, <c>zh-Hans-CN</c> or <c>en-GB</c>; null for any other.</summary>
    public static string? FromTag(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOf('-');
        var primary = end < 0 ? tag : tag[..end];
        return primary.Equals("zh", StringComparison.OrdinalIgnoreCase) ? Chinese
            : primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? English
            : null;
    }

    public static string? Choose(HttpRequest request) =>
        FromTag(request.Query[Parameter].ToString())
        ?? FromTag(request.Cookies[Cookie])
        ?? request.GetTypedHeaders().AcceptLanguage
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => FromTag(accepted.Value.AsSpan()))
            .FirstOrDefault(language => language is not null);

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(English).AddSupportedCultures(All).AddSupportedUICultures(All);
            options.RequestCultureProviders = [new CustomRequestCultureProvider(http =>
                Task.FromResult(Choose(http.Request) is { } language ? new ProviderCultureResult(language) : null))];
        });
    }
}
