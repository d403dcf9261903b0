using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace Shop.Catalog.Localization;

/// <summary>The two languages that the catalog is written in.</summary>
static class Language
{
    const string English = "en", Chinese = "zh-CN";

    public static bool IsChinese => CultureInfo.CurrentUICulture.Name == Chinese;

    /// <summary>The text in the language of the request.</summary>
    public static string Choose(string english, string chinese) => IsChinese ? chinese : english;

    public static IServiceCollection AddLanguages(this IServiceCollection services) =>
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(English).AddSupportedCultures(English, Chinese).AddSupportedUICultures(English, Chinese);
            options.RequestCultureProviders = [new AcceptLanguage()];
        });

    /// <summary>For answers whose text depends on the language: says which it is, and that caches must tell them apart.</summary>
    public static RouteGroupBuilder InLanguageOfRequest(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter((context, next) =>
        {
            var headers = context.HttpContext.Response.Headers;
            headers.ContentLanguage = CultureInfo.CurrentUICulture.Name;
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
            return next(context);
        });
        return group;
    }

    /// <summary>Also takes <c>zh</c>, <c>zh-Hans</c> or <c>en-GB</c> for ours, which the framework's provider does not.</summary>
    sealed class AcceptLanguage : RequestCultureProvider
    {
        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            var preferred = httpContext.Request.GetTypedHeaders().AcceptLanguage
                .Where(header => header.Quality is not 0)
                .OrderByDescending(header => header.Quality ?? 1)
                .Select(header => header.Value.AsSpan() switch
                {
                    var tag when tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) => Chinese,
                    var tag when tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) => English,
                    _ => null,
                })
                .FirstOrDefault(language => language is not null);
            return Task.FromResult(preferred is null ? null : new ProviderCultureResult(preferred));
        }
    }
}
