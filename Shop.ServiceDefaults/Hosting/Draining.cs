using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Health;

namespace Shop.ServiceDefaults.Hosting;

/// <summary>
/// Before the server stops listening it says so for a moment, and still answers: the health check fails, for those who ask it; each answer tells its
/// caller, who then asks another replica, and closes the connection, so that none is used just when it is taken away. After that the server
/// finishes what runs.
/// </summary>
internal sealed class Draining(IConfiguration configuration, TimeProvider time, ILogger<Draining> logger) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>Stands in the answers of one who is about to stop.</summary>
    internal const string Header = "Shop-Draining";

    /// <summary>The setting of the same name. Where something else has to notice, such as a cluster's ingress, it needs to be longer.</summary>
    private const string DelaySetting = "Draining:Delay";

    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(1);

    /// <summary>Whom nobody has asked for so long has no callers who would have to notice.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);

    private long _lastRequest = -1;
    private volatile bool _isDraining;

    internal bool IsDraining => _isDraining;

    internal void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (_isDraining)
        {
            http.Response.Headers[Header] = "1";
            // Over HTTP/2 the server itself says goodbye when it stops.
            if (HttpProtocol.IsHttp11(http.Request.Protocol))
                http.Response.Headers.Connection = "close";
        }
        else if (!HealthEndpoints.IsHealthPath(http.Request.Path))
        {
            Volatile.Write(ref _lastRequest, time.GetTimestamp());
        }
        return next(http);
    });

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        var last = Volatile.Read(ref _lastRequest);
        if (last < 0 || time.GetElapsedTime(last) > s_quiet)
            return;
        var delay = configuration.GetValue(DelaySetting, s_delay);
        logger.LogInformation("About to stop: others are told for {Seconds} s to ask somebody else.", delay.TotalSeconds);
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isDraining ? HealthCheckResult.Unhealthy("It is about to stop.") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainingExtensions
{
    internal static void AddDraining(this IServiceCollection services)
    {
        services.AddSingleton<Draining>();
        services.AddHostedService(static provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<Draining>("draining");
    }

    internal static void UseDraining(this WebApplication app) => app.Services.GetRequiredService<Draining>().Use(app);
}
