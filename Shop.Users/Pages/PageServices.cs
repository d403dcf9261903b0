using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Shop.ServiceDefaults.Localization;

namespace Shop.Users.Pages;

static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // The interface has no address or cookie of the language: a program says what it wants.
        services.AddLanguages(static request => request.Path.StartsWithSegments("/api") ? Language.Accepted(request) : Language.OfPage(request));
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IConfiguration>(static (options, configuration) =>
        {
            // The prefix says that no other host has set the cookie; browsers take it over HTTPS only.
            var isSecure = configuration["Identity:Issuer"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
            options.Cookie.Name = isSecure ? "__Host-shop-id-form" : "shop-id-form";
            options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            // The policy on frames is everyone's, and Web's.
            options.SuppressXFrameOptionsHeader = true;
        });
        // Chinese as it is, not as eight characters each; what matters in HTML stays escaped.
        return services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>Also for HEAD, which Blazor leaves out; the server drops the body.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().Finally(static page =>
        {
            if (page.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
                page.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
        });
    }
}
