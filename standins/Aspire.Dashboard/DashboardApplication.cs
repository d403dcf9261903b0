using Aspire.Dashboard.Model;

namespace Aspire.Dashboard;

/// <summary>The dashboard: its own web server inside the process that hosts it, stopped with it.</summary>
public sealed class DashboardApplication : IAsyncDisposable
{
    public DashboardApplication(DashboardOptions options, IResourceSource source, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        LoginUrl = options.Url;
    }

    /// <summary>The link that signs a browser in. Ports chosen at start are known once <see cref="StartAsync"/> has completed.</summary>
    public string LoginUrl { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="DashboardException">An address can't be used: it is taken, not allowed or not an address.</exception>
    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Stops within a second, whatever browsers are connected.</summary>
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
