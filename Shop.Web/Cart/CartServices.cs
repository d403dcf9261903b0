using Shop.Web.Clients;
using Shop.Web.Sessions;
using Shop.Web.Viewed;
using Shop.Web.Wishlist;

namespace Shop.Web.Cart;

static class CartServices
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>What is bought, where it goes and what becomes of it, for whoever the page is for.</summary>
    public static IServiceCollection AddBuying(this IServiceCollection services)
    {
        services.AddSingleton<CartCookie>().AddSingleton<CouponCookie>();
        services.AddHttpClient<CartClient>(static http => Address(http, "catalog")).AddCallerToken();
        services.AddHttpClient<WishlistClient>(static http => Address(http, "catalog")).AddCallerToken();
        services.AddSingleton<PendingWish>().AddScoped<Wishes>();
        services.AddHttpClient<ViewedClient>(static http => Address(http, "catalog")).AddCallerToken();
        services.AddSingleton<ViewedCookie>();
        services.AddHttpClient<AddressClient>(static http => Address(http, "users")).AddCallerToken();
        services.AddHttpClient<OrderClient>(static http => Address(http, "orders")).AddCallerToken();
        return services;
    }

    static void Address(HttpClient http, string service) => (http.BaseAddress, http.Timeout) = (new Uri($"https+http://{service}"), Patience);
}
