using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.ResponseCompression;

namespace Shop.Web.Components;

static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<SharedPages>();
        services.AddOutputCache(static options => options.UseCaseSensitivePaths = true);
        // Chinese as it is, not as eight characters each; what matters in HTML stays escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        // Over HTTPS too: no page repeats what a visitor sends beside a secret, which is what compression could betray.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json"];
        });
        return services
            .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
            .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>Also for HEAD, which Blazor leaves out and those who watch over a site send; the server drops the body.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapRazorComponents<App>().CacheOutput(routes.ServiceProvider.GetRequiredService<SharedPages>()).Finally(static page =>
        {
            if (page.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
                page.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
        });
}
