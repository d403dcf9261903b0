using Shop.Web.Clients;
using Shop.Web.Gateway;
using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Wishlist;

/// <summary>
/// What a stranger has pressed the heart of, and was sent to sign in for. It waits in a cookie, not in the address to come back to: an address can be made up by
/// somebody else.
/// </summary>
sealed class PendingWish(Provider provider)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    readonly string name = WebCookies.OfHost(WebCookies.Wish, provider.IsSecure);

    public Guid? Read(HttpContext http) => Guid.TryParseExact(http.Request.Cookies[name], "N", out var product) ? product : null;

    public void Keep(HttpContext http, Guid product) => http.Response.Cookies.Append(name, product.ToString("N"), Options(Lifetime));

    public void Remove(HttpContext http) => http.Response.Cookies.Delete(name, Options(null));

    CookieOptions Options(TimeSpan? lifetime) =>
        new() { HttpOnly = true, IsEssential = true, MaxAge = lifetime, Path = "/", SameSite = SameSiteMode.Lax, Secure = provider.IsSecure };
}

static class PendingWishes
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Done on the first page after signing in, or on the next one, should Catalog be away.</summary>
    public static IApplicationBuilder UsePendingWishes(this IApplicationBuilder app) => app.Use(static async (http, next) =>
    {
        var pending = http.RequestServices.GetRequiredService<PendingWish>();
        if (http.User.Identity is { IsAuthenticated: true } && http.GetEndpoint()?.Metadata.GetMetadata<ForwardedTo>() is null && pending.Read(http) is { } product)
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
                patience.CancelAfter(Patience);
                // Refused is done too: it is sold no more, or the list is full.
                await http.RequestServices.GetRequiredService<WishlistClient>().AddAsync(product, patience.Token);
                pending.Remove(http);
            }
            catch (Exception exception) when (exception is HttpRequestException || exception is OperationCanceledException && !http.RequestAborted.IsCancellationRequested)
            {
                http.RequestServices.GetRequiredService<ILogger<PendingWish>>().LogWarning("A wish could not be kept yet: {Reason}", exception.Message);
            }
        await next(http);
    });
}
