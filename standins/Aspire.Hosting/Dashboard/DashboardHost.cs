using System.Security.Cryptography;
using Aspire.Dashboard;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Runs the dashboard beside the resources, and says where it is.</summary>
sealed class DashboardHost(IConfiguration configuration, AppHostInfo appHost, AppHostConsole console, ILoggerFactory loggers,
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService logs, ResourceCommandService commands) : IHostedService, IAsyncDisposable
{
    private readonly DashboardApplication _dashboard = new(
        new()
        {
            Url = configuration["ASPNETCORE_URLS"] is { Length: > 0 } urls ? urls : "http://localhost:0",
            BrowserToken = configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? token : RandomNumberGenerator.GetHexString(32, lowercase: true),
            ApplicationName = appHost.Name.Replace(".AppHost", "", StringComparison.Ordinal),
        },
        new DashboardResourceSource(model, notifications, logs, commands), loggers);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _dashboard.StartAsync(cancellationToken);
        }
        catch (DashboardException e)
        {
            throw new DistributedApplicationException(e.Message, e);
        }
        SayAddress();
    }

    public void SayAddress() => console.Say($"dashboard: {_dashboard.LoginUrl}");

    public Task StopAsync(CancellationToken cancellationToken) => _dashboard.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();
}
