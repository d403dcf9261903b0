using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Health;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing;

internal static class LoadBalancingExtensions
{
    internal static void AddLoadBalancing(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
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
