using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What all runners share.</summary>
sealed record RunnerContext(
    ResourceNotificationService Notifications, ResourceLoggerService Logs, IDistributedApplicationEventing Eventing, DependencyGate Gate,
    HealthMonitor Health, ProcessLauncher Launcher, ProcessGuard Guard, ApplicationFailure Failure, TimeProvider Time, IServiceProvider Services);

/// <summary>
/// The life of one process: it waits, starts, runs, ends. Starting twice, stopping what does not run and dying while being stopped
/// are all harmless; commands take turns.
/// </summary>
sealed class ProcessRunner(ResourceInstance instance, RunnerContext context) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(6);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ILogger _log = context.Logs.GetLogger(instance.Id);
    private CancellationTokenSource _run = new();
    private Task _life = Task.CompletedTask;
    private volatile ChildProcess? _process;
    private volatile bool _stopping;
    private bool _wasHealthy;

    public ResourceInstance Instance { get; } = instance;

    /// <summary>Begins its life; returns at once.</summary>
    public void Begin()
    {
        if (!_life.IsCompleted)
            return;
        _run.Dispose();
        _run = new();
        _stopping = false;
        _life = LiveAsync(_run.Token);
    }

    /// <summary>Starts it where it does not run; done when it runs, waits for another, or has failed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Its end is published a moment before it is over.
            if (KnownResourceStates.IsUnavailable(State))
                await _life.WaitAsync(cancellationToken);
            Begin();
            await context.Notifications.WaitUntilAsync(() => State is "Running" or "Waiting" || _life.IsCompleted, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await EndAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await StartAsync(cancellationToken);
    }

    public void Dispose()
    {
        _process?.Kill();
        _run.Dispose();
        _turn.Dispose();
    }

    private string? State => context.Notifications.TryGetCurrentState(Instance.Id, out var e) ? e!.Snapshot.State?.Text : null;

    private async Task EndAsync()
    {
        if (_life.IsCompleted)
            return;
        _stopping = true;
        await _run.CancelAsync();
        if (_process is { } process)
        {
            Publish(s => s with { State = KnownResourceStates.Stopping, HealthReports = [] });
            await process.StopAsync(s_patience);
        }
        await _life;
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            if (!context.Gate.IsOpen(Instance.Resource))
            {
                Publish(s => s with { State = KnownResourceStates.Waiting, ExitCode = null, StartTimeStamp = null, StopTimeStamp = null, Message = null });
                await context.Gate.WaitAsync(Instance.Resource, Instance.Id, cancellationToken);
            }
            Publish(s => s with { State = KnownResourceStates.Starting, ExitCode = null, StartTimeStamp = null, StopTimeStamp = null, Message = null, HealthReports = [] });
            await context.Eventing.PublishAsync(new BeforeResourceStartedEvent(Instance.Resource, context.Services), cancellationToken);
            var (start, variables) = await context.Launcher.CreateAsync(Instance, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            await RunAsync(start, variables);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Publish(s => s with { State = KnownResourceStates.Exited, StopTimeStamp = Now, HealthReports = [] });
        }
        catch (ContainerRuntimeException e)
        {
            Fail(KnownResourceStates.RuntimeUnhealthy, e.Message);
        }
        catch (DistributedApplicationException e)
        {
            Fail(KnownResourceStates.FailedToStart, e.Message);
            if (ProcessLauncher.ServerOf(Instance.Resource) is not null && !_wasHealthy)
                context.Failure.Report(e.Message);
        }
        catch (Exception e)
        {
            _log.LogError(e, "Failed to start.");
            Fail(KnownResourceStates.FailedToStart, e.Message);
        }
    }

    private async Task RunAsync(ChildProcessStart start, IReadOnlyList<EnvironmentVariableSnapshot> variables)
    {
        using var process = ChildProcess.Start(start, context.Guard, (line, isError) => context.Logs.Write(Instance.Id, line, isError));
        using var health = new CancellationTokenSource();
        _process = process;
        if (_stopping)
            process.Kill();
        Publish(s => s with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = Now,
            EnvironmentVariables = [.. variables],
            HealthReports = [.. HealthMonitor.Pending(Instance.Resource)],
            Properties = Properties(s.Properties, start, process.Id),
        });
        var monitor = HealthMonitor.IsChecked(Instance.Resource)
            ? context.Health.RunAsync(Instance.Resource, Instance.Id, Instance.Index, health.Token) : Task.CompletedTask;
        var exitCode = await process.WaitForExitAsync();
        _process = null;
        await health.CancelAsync();
        var healthy = context.Notifications.IsReady(Instance.Resource.Name);
        _wasHealthy |= healthy;
        await monitor;
        Ended(exitCode);
    }

    private void Ended(int exitCode)
    {
        var why = _stopping ? null : ProcessLauncher.ServerOf(Instance.Resource)?.Explain([.. context.Logs.GetLast(Instance.Id, 50).Select(l => l.PlainText)]);
        if (why is not null)
            _log.LogError("{Reason}", why);
        else if (!_stopping && exitCode != 0)
            _log.LogError("Ended by itself, with exit code {ExitCode}.", exitCode);
        var clean = exitCode == 0 && !_stopping;
        Publish(s => s with { State = clean ? KnownResourceStates.Finished : KnownResourceStates.Exited, ExitCode = exitCode, StopTimeStamp = Now, HealthReports = [], Message = why });
        if (!_stopping && !_wasHealthy && ProcessLauncher.ServerOf(Instance.Resource) is not null)
            context.Failure.Report(why ?? $"{Instance.Id} ended while it started, with exit code {exitCode}.{LastLines()}");
    }

    private string LastLines() => string.Concat(context.Logs.GetLast(Instance.Id, 10).Select(l => $"{Environment.NewLine}  {l.PlainText}"));

    private void Fail(string state, string message)
    {
        _log.LogError("{Message}", message);
        Publish(s => s with { State = state, StopTimeStamp = Now, Message = message, HealthReports = [] });
    }

    private DateTime Now => context.Time.GetUtcNow().UtcDateTime;

    private void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        context.Notifications.Publish(Instance.Resource, Instance.Id, s => ResourceCommands.WithStates(change(s)));

    private static ImmutableArray<ResourcePropertySnapshot> Properties(ImmutableArray<ResourcePropertySnapshot> before, ChildProcessStart start, int processId) =>
    [
        .. before.Where(p => p.Name is not ("executable.path" or "executable.workDir" or "executable.pid" or "resource.source")),
        new("resource.source", start.Source),
        new("executable.path", start.FileName),
        new("executable.workDir", start.WorkingDirectory),
        new("executable.pid", processId),
    ];
}
