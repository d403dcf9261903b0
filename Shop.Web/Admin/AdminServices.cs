using Shop.Web.Clients;
using Shop.Web.Sessions;

namespace Shop.Web.Admin;

static class AdminServices
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>What staff and admins ask of the services.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddHttpClient<CatalogOfficeClient>(static http => Address(http, "catalog")).AddCallerToken();
        services.AddHttpClient<CatalogUploadClient>(static http => (http.BaseAddress, http.Timeout) = (new Uri("https+http://catalog"), Timeout.InfiniteTimeSpan)).AddCallerToken();
        services.AddHttpClient<OrderOfficeClient>(static http => Address(http, "orders")).AddCallerToken();
        services.AddHttpClient<UserOfficeClient>(static http => Address(http, "users")).AddCallerToken();
        return services;
    }

    static void Address(HttpClient http, string service) => (http.BaseAddress, http.Timeout) = (new Uri($"https+http://{service}"), Patience);
}
