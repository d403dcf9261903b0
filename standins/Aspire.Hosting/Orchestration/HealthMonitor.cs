using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks a running resource how it is, until it stops.</summary>
sealed class HealthMonitor(ResourceNotificationService notifications, ResourceLoggerService logs, HealthCheckService checks, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_healthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>So long after its start a resource is asked often, because others wait for it.</summary>
    private static readonly TimeSpan s_startUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_startUpPause = TimeSpan.FromMilliseconds(150);

    /// <summary>So long a resource may be unhealthy before its console says why.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(4);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        // Only ever this machine's own programs, whose developer certificate it need not trust.
        SslOptions = { RemoteCertificateValidationCallback = (stream, _, _, errors) => errors == SslPolicyErrors.None || stream is SslStream { TargetHostName: "localhost" } },
    });

    public static bool IsChecked(IResource resource) => resource.Annotations.Any(a => a is HealthCheckAnnotation or HttpHealthCheckAnnotation);

    /// <summary>The reports of checks that have not come in yet.</summary>
    public static IEnumerable<HealthReportSnapshot> Pending(IResource resource) =>
        Keys(resource).Select(key => new HealthReportSnapshot(key, Status: null, Description: null, ExceptionText: null));

    public void Dispose() => _http.Dispose();

    public async Task RunAsync(IResource resource, string id, int replica, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var log = logs.GetLogger(id);
        string? said = null;
        for (var failures = 0; !cancellationToken.IsCancellationRequested;)
        {
            HealthReportSnapshot[] reports;
            try
            {
                reports = await CheckAsync(resource, replica, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            notifications.Publish(resource, id, s => s.State?.Text == KnownResourceStates.Running ? s with { HealthReports = [.. reports] } : s);

            var bad = reports.FirstOrDefault(r => r.Status != HealthStatus.Healthy);
            failures = bad is null ? 0 : failures + 1;
            if (bad is null && said is not null)
                log.LogInformation("{Resource} is healthy again.", id);
            else if (bad is not null && clock.Elapsed > s_silence && bad.Description != said)
                log.LogWarning("{Resource} is not healthy: {Reason}", id, bad.Description);
            if (bad is null || clock.Elapsed > s_silence)
                said = bad?.Description;

            var pause = bad is null ? s_healthy : clock.Elapsed < s_startUp ? s_startUpPause : TimeSpan.FromSeconds(Math.Min(5, failures));
            await WaitAsync(pause, cancellationToken);
        }
    }

    private async Task<HealthReportSnapshot[]> CheckAsync(IResource resource, int replica, CancellationToken cancellationToken)
    {
        var http = resource.Annotations.OfType<HttpHealthCheckAnnotation>().Select(check => CheckHttpAsync(resource, check, replica, cancellationToken));
        var registered = CheckRegisteredAsync(resource, cancellationToken);
        return [.. await Task.WhenAll(http), .. await registered];
    }

    private async Task<HealthReportSnapshot> CheckHttpAsync(IResource resource, HttpHealthCheckAnnotation check, int replica, CancellationToken cancellationToken)
    {
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().First(e => e.Name == check.EndpointName);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        try
        {
            using var response = await _http.GetAsync(new Uri(new Uri(endpoint.Replicas[replica].UriString), check.Path), HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var status = (int)response.StatusCode;
            return status == check.StatusCode
                ? Report(check.Key, HealthStatus.Healthy, null)
                : Report(check.Key, HealthStatus.Unhealthy, string.Create(CultureInfo.InvariantCulture, $"GET {check.Path} answered {status} instead of {check.StatusCode}."));
        }
        catch (HttpRequestException e)
        {
            return Report(check.Key, HealthStatus.Unhealthy, $"GET {check.Path} had no answer: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Report(check.Key, HealthStatus.Unhealthy, $"GET {check.Path} had no answer within {s_patience.TotalSeconds:0} s.");
        }
    }

    private async Task<IEnumerable<HealthReportSnapshot>> CheckRegisteredAsync(IResource resource, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0)
            return [];
        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        return keys.Select(key => report.Entries.TryGetValue(key, out var entry)
            ? Report(key, entry.Status, entry.Description, entry.Exception?.ToString())
            : Report(key, HealthStatus.Unhealthy, $"No health check named '{key}' is registered."));
    }

    private HealthReportSnapshot Report(string key, HealthStatus status, string? description, string? exception = null) =>
        new(key, status, description, exception) { LastRunAt = time.GetUtcNow().UtcDateTime };

    private static IEnumerable<string> Keys(IResource resource) =>
    [
        .. resource.Annotations.OfType<HttpHealthCheckAnnotation>().Select(a => a.Key),
        .. resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key),
    ];

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
