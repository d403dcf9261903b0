using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Shop.ServiceDefaults.LoadBalancing;

namespace Shop.ServiceDefaults.Http;

internal static class HttpClientDefaults
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Each <c>HttpClient</c> finds services by name, balances over their replicas, and tries again what may be tried again.</summary>
    internal static void AddHttpClientDefaults(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EndpointRotation>();
        services.AddTransient<BalancingHandler>();
        services.ConfigureHttpClientDefaults(static client =>
        {
            client.AddStandardResilienceHandler(Configure).SelectPipelineByAuthority();
            // Within the retries, so that each try is balanced anew.
            client.AddHttpMessageHandler<BalancingHandler>();
            client.UseSocketsHttpHandler(static (handler, _) => handler.ConnectTimeout = ConnectTimeout);
        });
    }

    private static void Configure(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(5);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(15);

        // What may have been done must not be done twice: only safe methods are sent again.
        options.Retry.DisableForUnsafeHttpMethods();
        options.Retry.MaxRetryAttempts = 3;
        options.Retry.BackoffType = DelayBackoffType.Exponential;
        options.Retry.Delay = TimeSpan.FromMilliseconds(30);
        options.Retry.UseJitter = true;

        // The pipeline is a service's, not a replica's: one of two failing is half of all tries, and no reason to give up the other.
        options.CircuitBreaker.FailureRatio = 0.9;
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
    }
}
