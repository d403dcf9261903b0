using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Discovery;
using Shop.ServiceDefaults.LoadBalancing.Failover;
using Shop.ServiceDefaults.LoadBalancing.Health;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing;

public static class LoadBalancingExtensions
{
    /// <summary>
    /// Sends requests as every <c>HttpClient</c> does, to a service by its name and balanced over its endpoints, for who has no use for an
    /// <c>HttpClient</c>, such as a gateway.
    /// </summary>
    /// <param name="services">With the service defaults.</param>
    /// <param name="handler">Takes a request to an address; is disposed with the result.</param>
    public static HttpMessageInvoker CreateBalancedInvoker(this IServiceProvider services, HttpMessageHandler handler)
    {
        var balancing = services.GetRequiredService<BalancingHandler>();
        balancing.InnerHandler = handler;
        return new HttpMessageInvoker(balancing);
    }

    /// <summary>Gives this request more or less time than the service's settings do, such as for an upload.</summary>
    public static void SetTotalTimeout(this HttpRequestMessage request, TimeSpan timeout) => request.Options.Set(Deadline.TotalTimeout, timeout);

    internal static void AddLoadBalancing(this IServiceCollection services)
    {
        services.AddEndpointDiscovery();
        services.AddHttpContextAccessor();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BalancingConfiguration>();
        services.TryAddSingleton<BalancingMetrics>();
        services.TryAddSingleton<Balancers>();
        services.TryAddSingleton<RequestKey>();
        services.TryAddSingleton<BalancingServices>();
        services.TryAddTransient<BalancingHandler>();
        services.AddHostedService<ActiveProbes>();
    }
}
