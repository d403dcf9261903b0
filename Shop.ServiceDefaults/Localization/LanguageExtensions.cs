using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Shop.ServiceDefaults.Localization;

public static class LanguageExtensions
{
    /// <summary>Lets <c>UseRequestLocalization</c> choose among our languages: by <see cref="Language.OfPage"/> or <see cref="Language.Accepted"/>.</summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services, Func<HttpRequest, string?> choose)
    {
        services.AddLocalization();
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            string[] languages = [.. Language.All];
            options.SetDefaultCulture(Language.English).AddSupportedCultures(languages).AddSupportedUICultures(languages);
            options.RequestCultureProviders = [new CustomRequestCultureProvider(http =>
                Task.FromResult(choose(http.Request) is { } language ? new ProviderCultureResult(language) : null))];
        });
    }

    /// <summary>For answers whose text depends on <c>Accept-Language</c>: says which it is, and that caches must tell them apart.</summary>
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
}
