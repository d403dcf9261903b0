using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.LoadBalancing.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Health;

/// <summary>
/// Asks the endpoints of those services for which a path is configured, so that one that hangs, or is about to stop, is noticed without a request
/// having to suffer from it. Source: Envoy's active health checking.
/// </summary>
internal sealed class ActiveProbes(Balancers balancers, TimeProvider time, ILogger<ActiveProbes> logger) : BackgroundService
{
    /// <summary>How soon a service is noticed that is asked for the first time.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Without balancing, and without traces, which they would bury.</summary>
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null });

    private readonly Dictionary<Balancer, (TimeSpan Due, Task Running)> _probed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.Moment();
            var pause = s_longestPause;
            foreach (var balancer in balancers.All)
            {
                if (balancer.Settings is not { Probe: { Path: not null } probe })
                    continue;
                var (due, running) = _probed.GetValueOrDefault(balancer, (now, Task.CompletedTask));
                if (due <= now && running.IsCompleted)
                    _probed[balancer] = (due = now + probe.Interval, ProbeAsync(balancer, probe, stoppingToken));
                pause = due - now < pause ? due - now : pause;
            }
            await Task.Delay(pause > s_shortestPause ? pause : s_shortestPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProbeAsync(Balancer balancer, ProbeSettings probe, CancellationToken cancellationToken)
    {
        try
        {
            // Discovery forgets what nobody asks for.
            await balancers.RefreshAsync(balancer, cancellationToken);
            await Task.WhenAll(balancer.Endpoints.Select(async endpoint =>
            {
                var healthy = await AnswersAsync(endpoint, probe, cancellationToken);
                if (!cancellationToken.IsCancellationRequested)
                    balancer.Probed(endpoint, healthy);
            }));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("The endpoints of {Service} can't be probed: {Reason}", balancer.Service, exception.Message);
        }
    }

    private async Task<bool> AnswersAsync(Endpoint endpoint, ProbeSettings probe, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(probe.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint.Address, probe.Path));
            using var response = await _http.SendAsync(request, end.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _http.Dispose();
    }
}
