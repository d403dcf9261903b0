using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Cart;
using Shop.Web.Sessions;
using Shop.Web.Wishlist;

namespace Shop.Web.Components;

/// <summary>
/// Pages of the store are the same for all strangers with an empty cart who read one language in one theme: they are made once a second, in this process, however
/// many ask. Whoever has a session, a cart or a wish to be kept is given a page of their own.
/// </summary>
sealed class SharedPages(CartCookie cart, PendingWish wish) : IOutputCachePolicy
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var isShared = (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && IsOfStore(http.Request.Path)
            && !http.HasSessionCookie() && cart.Read(http) is null && wish.Read(http) is null;
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = isShared;
        if (!isShared)
            return ValueTask.CompletedTask;
        context.ResponseExpirationTimeSpan = Lifetime;
        var rules = context.CacheVaryByRules;
        rules.QueryKeys = "*";
        rules.VaryByHost = true;
        rules.VaryByValues["language"] = CultureInfo.CurrentUICulture.Name;
        rules.VaryByValues["theme"] = Theme.Choose(http.Request);
        if (!StringValues.IsNullOrEmpty(http.Request.Headers.AcceptEncoding))
            rules.VaryByValues["encoding"] = http.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(http)?.EncodingName ?? "";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode == StatusCodes.Status200OK && StringValues.IsNullOrEmpty(response.Headers.SetCookie);
        return ValueTask.CompletedTask;
    }

    static bool IsOfStore(PathString path) => path == "/" || path.StartsWithSegments("/products") || path.StartsWithSegments("/categories");
}
