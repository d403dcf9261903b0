using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Shop.ServiceDefaults.Http;

internal static class HttpClientDefaults
{
    internal static void AddHttpClientDefaults(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(static client =>
        {
            client.AddStandardResilienceHandler(Configure).SelectPipelineByAuthority();
            // Within the retries, so that each try is balanced anew.
            client.AddServiceDiscovery();
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

        // One of two replicas being down is half of all tries: no reason to give up the other one.
        options.CircuitBreaker.FailureRatio = 0.9;
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
    }
}
