using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The application: its resources run while it runs.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string? _startError;
    private readonly bool _intercepted;
    private bool _started;

    internal DistributedApplication(IHost host, string? startError, bool intercepted)
    {
        (_host, _startError, _intercepted) = (host, startError, intercepted);
        ResourceNotifications = Services.GetRequiredService<ResourceNotificationService>();
        ResourceCommands = Services.GetRequiredService<ResourceCommandService>();
    }

    public IServiceProvider Services => _host.Services;
    public ResourceNotificationService ResourceNotifications { get; }
    public ResourceCommandService ResourceCommands { get; }

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Runs until it is told to stop. What hinders it is told on standard error, with exit code 1.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_intercepted)
                await StoppedAsync(cancellationToken);
            else if (Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode)
                await PublishAsync(cancellationToken);
            else
                await RunToEndAsync(cancellationToken);
        }
        catch (DistributedApplicationException e) when (!_intercepted)
        {
            await Console.Error.WriteLineAsync(e.Message);
            Environment.ExitCode = 1;
        }
        catch (AggregateException e) when (!_intercepted && e.InnerExceptions.All(i => i is DistributedApplicationException))
        {
            foreach (var inner in e.InnerExceptions)
                await Console.Error.WriteLineAsync(inner.Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            if (!_intercepted)
                await DisposeAsync();
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_startError is not null)
            throw new DistributedApplicationException(_startError);
        _started = true;
        await _host.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _host.StopAsync(cancellationToken);
        _started = false;
    }

    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops what still runs: nothing is left behind, whatever happened before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_started)
            await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            _host.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RunToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken);
            await _host.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C while it starts.
        }
        if (Services.GetRequiredService<ApplicationFailure>().Reason is { } reason)
            throw new DistributedApplicationException(reason);
    }

    /// <summary>In a test the application is the test's to start and to stop.</summary>
    private async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Lifetime.ApplicationStopped.Register(stopped.SetResult);
        await stopped.Task.WaitAsync(cancellationToken);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_startError is not null)
            throw new DistributedApplicationException(_startError);
        await ActivatorUtilities.CreateInstance<ManifestPublisher>(Services).PublishAsync(cancellationToken);
    }

    private IHostApplicationLifetime Lifetime => Services.GetRequiredService<IHostApplicationLifetime>();
}
