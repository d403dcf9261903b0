using Shop.Web.Clients;
using Shop.Web.Gateway;

namespace Shop.Web.Cart;

/// <summary>
/// Whoever has signed in takes the cart along that they had as a stranger: on the first page that they see then, or on the next one, should Catalog be
/// away. The cookie that is left says that it is still to be done.
/// </summary>
static class CartMerging
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IApplicationBuilder UseCartMerging(this IApplicationBuilder app) => app.Use(static async (http, next) =>
    {
        var cookie = http.RequestServices.GetRequiredService<CartCookie>();
        if (http.User.Identity is { IsAuthenticated: true } && http.GetEndpoint()?.Metadata.GetMetadata<ForwardedTo>() is null && cookie.Read(http) is { } id)
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
                patience.CancelAfter(Patience);
                await http.RequestServices.GetRequiredService<CartClient>().MergeAsync(id, patience.Token);
                cookie.Remove(http);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !http.RequestAborted.IsCancellationRequested)
            {
                http.RequestServices.GetRequiredService<ILogger<CartCookie>>().LogWarning("The cart could not be taken along: {Reason}", exception.Message);
            }
        await next(http);
    });
}
