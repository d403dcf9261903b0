using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.LoadBalancing;

namespace Shop.ServiceDefaults.Http;

internal static class HttpClientDefaults
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Each <c>HttpClient</c> finds services by name, balances over their replicas, and tries again what may be tried again.</summary>
    internal static void AddHttpClientDefaults(this IServiceCollection services)
    {
        services.AddLoadBalancing();
        services.ConfigureHttpClientDefaults(static client =>
        {
            client.AddHttpMessageHandler<BalancingHandler>();
            client.UseSocketsHttpHandler(static (handler, _) => handler.ConnectTimeout = s_connectTimeout);
        });
    }
}
