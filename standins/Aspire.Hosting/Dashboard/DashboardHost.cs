using System.Security.Cryptography;
using Aspire.Dashboard;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Runs the dashboard beside the resources, and says where it is. The application does not depend on it: what hinders the dashboard is
/// told, and everything else goes on. It is stopped after the resources, whose last telemetry comes as they end.
/// </summary>
sealed class DashboardHost : IHostedService, IAsyncDisposable
{
    private readonly AppHostConsole _console;
    private readonly TelemetryTarget _target;
    private readonly string _otlpKey = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly DashboardApplication _dashboard;

    public DashboardHost(IConfiguration configuration, AppHostInfo appHost, AppHostConsole console, ILoggerFactory loggers, TelemetryTarget target,
        DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService logs, ResourceCommandService commands,
        DistributedApplicationRunOptions options, DistributedApplicationState state)
    {
        (_console, _target) = (console, target);
        if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
            _otlpKey = key;
        var (grpc, http) = OtlpUrls(configuration, options.RandomizePorts);
        _dashboard = new(
            new()
            {
                Url = configuration["ASPNETCORE_URLS"] is { Length: > 0 } urls ? urls : "http://localhost:0",
                BrowserToken = configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? token : RandomNumberGenerator.GetHexString(32, lowercase: true),
                ApplicationName = appHost.Name.Replace(".AppHost", "", StringComparison.Ordinal),
                OtlpGrpcUrl = grpc,
                OtlpHttpUrl = http,
                OtlpApiKey = _otlpKey,
                ApiKey = configuration["AppHost:DashboardApiKey"] ?? "",
                TelemetryFile = state.TelemetryFile(configuration),
            },
            new DashboardResourceSource(model, notifications, logs, commands), loggers);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(_dashboard.StartReceivingAsync, "The application runs without telemetry.", cancellationToken);
        }
        finally
        {
            _target.Set(
                _dashboard.OtlpGrpcUrl is { } grpc ? new(grpc, "grpc", _otlpKey)
                : _dashboard.OtlpHttpUrl is { } http ? new(http, "http/protobuf", _otlpKey) : null);
        }

        await TryAsync(_dashboard.StartAsync, "The application runs without it.", cancellationToken);
        SayAddress();
    }

    public void SayAddress()
    {
        if (_dashboard.LoginUrl.Length > 0)
            _console.Say($"dashboard: {_dashboard.LoginUrl}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => _dashboard.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    private async Task TryAsync(Func<CancellationToken, Task> start, string consequence, CancellationToken cancellationToken)
    {
        try
        {
            await start(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, the application does not need the dashboard.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _console.Say($"{e.Message} {consequence}");
        }
    }

    /// <summary>As the launch profile says; where that says nothing, a free port of this machine.</summary>
    private static (string? Grpc, string? Http) OtlpUrls(IConfiguration configuration, bool randomizePorts)
    {
        var grpc = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is { Length: > 0 } g ? g : null;
        var http = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 } h ? h : null;
        if (grpc is null && http is null)
            return ("http://127.0.0.1:0", null);
        return (AtFreePort(grpc), AtFreePort(http));

        string? AtFreePort(string? url) => url is not null && randomizePorts && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Host}:0" : url;
    }
}
