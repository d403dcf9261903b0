using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts the resources in parallel, as far as they wait for each other, and stops them in the opposite order.</summary>
sealed class ApplicationOrchestrator : IHostedLifecycleService, IDisposable
{
    private readonly DistributedApplicationModel _model;
    private readonly DistributedApplicationRunOptions _options;
    private readonly AppHostConsole _console;
    private readonly RunnerContext _context;
    private readonly CancellationTokenSource _run = new();
    private readonly PortAllocator _ports = new();
    private readonly List<Task> _background = [];
    private readonly Dictionary<IResource, IReadOnlyList<ProcessRunner>> _runners = [];

    public ApplicationOrchestrator(DistributedApplicationModel model, DistributedApplicationRunOptions options, ResourceNotificationService notifications,
        ResourceLoggerService logs, IDistributedApplicationEventing eventing, ProcessLauncher launcher, HealthCheckService checks,
        DistributedApplicationState state, AppHostConsole console, ApplicationFailure failure, TimeProvider time, IServiceProvider services)
    {
        (_model, _options, _console) = (model, options, console);
        _context = new(notifications, logs, eventing, new(notifications, logs), new(notifications, logs, checks, time),
            launcher, new ProcessGuard(state.RunDirectory), failure, time, services);
    }

    /// <summary>Looks at everything that could be missing before anything, the dashboard too, is started.</summary>
    /// <exception cref="DistributedApplicationException">Something is missing or a port is in use; the message says what to do.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await _context.Eventing.PublishAsync(new BeforeStartEvent(_context.Services, _model), cancellationToken);
        EndpointAllocation.Allocate(_model.Resources, _ports, _options.RandomizePorts);
        foreach (var resource in _model.Resources.Where(ResourceInstance.HasProcess))
            _runners[resource] = [.. ResourceInstance.Create(resource).Select(i => new ProcessRunner(i, _context))];
        foreach (var instance in _runners.Values.Where(static runners => runners.Count > 1).SelectMany(static runners => runners).Select(static runner => runner.Instance))
            _context.Logs.AddReplica(instance.Id, instance.Resource.Name);
        ShowConsoleLines();
        await InitialSnapshots.PublishAsync(_model, _runners, _context, cancellationToken);
        // One process of a resource is enough to find out what it lacks.
        await Task.WhenAll(_runners.Values.Where(r => r.Count > 0).Select(r => _context.Launcher.PrepareAsync(r[0].Instance, cancellationToken)));
    }

    /// <summary>Done when everything is under way; nothing need be running yet.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (resource, runners) in _runners)
        {
            _background.Add(new ReadyStep(resource, _context).RunAsync(_run.Token));
            if (!resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
                foreach (var runner in runners)
                    runner.Begin();
        }
        foreach (var child in _model.Resources.OfType<IResourceWithParent>().Where(r => !ResourceInstance.HasProcess(r)))
        {
            _background.Add(new ChildResourceMirror(child, _context).RunAsync(_run.Token));
            _background.Add(new ReadyStep(child, _context).RunAsync(_run.Token));
        }
        await _context.Eventing.PublishAsync(new AfterResourcesCreatedEvent(_context.Services, _model), cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _run.CancelAsync();
        await Task.WhenAll(_background);
        var stops = new Dictionary<IResource, Task>();
        await Task.WhenAll(_runners.Keys.Select(resource => StopInOrder(resource, stops)));
    }

    /// <summary>The process of that id, else all processes of the resource of that name.</summary>
    public IReadOnlyList<ProcessRunner> Runners(string resourceOrReplica)
    {
        var all = _runners.Values.SelectMany(r => r).ToArray();
        var one = all.Where(r => string.Equals(r.Instance.Id, resourceOrReplica, StringComparison.OrdinalIgnoreCase)).ToArray();
        return one.Length > 0 ? one : [.. all.Where(r => string.Equals(r.Instance.Resource.Name, resourceOrReplica, StringComparison.OrdinalIgnoreCase))];
    }

    public IResource? Find(string resourceOrReplica) =>
        _runners.Values.SelectMany(r => r).FirstOrDefault(r => string.Equals(r.Instance.Id, resourceOrReplica, StringComparison.OrdinalIgnoreCase))?.Instance.Resource
        ?? _model.Resources.FirstOrDefault(r => string.Equals(r.Name, resourceOrReplica, StringComparison.OrdinalIgnoreCase));

    public void Dispose()
    {
        foreach (var runner in _runners.Values.SelectMany(r => r))
            runner.Dispose();
        _context.Guard.Dispose();
        _context.Health.Dispose();
        _run.Dispose();
    }

    private void ShowConsoleLines()
    {
        if (!_options.ConsoleLines || _runners.Count == 0)
            return;
        _console.Name([.. _runners.Values.SelectMany(r => r).Select(r => r.Instance.Id)]);
        _context.Logs.LineWritten = _console.Write;
    }

    /// <summary>A server goes only when all that waited for it, and so uses it, have gone.</summary>
    private Task StopInOrder(IResource resource, Dictionary<IResource, Task> stops)
    {
        lock (stops)
        {
            if (!stops.TryGetValue(resource, out var stop))
            {
                // Named before its users are asked, so that a circle of waits ends here.
                stops[resource] = Task.CompletedTask;
                var users = UsersOf(resource).Select(user => StopInOrder(user, stops)).ToArray();
                stops[resource] = stop = StopAfterAsync(users, _runners[resource]);
            }
            return stop;
        }
    }

    private static async Task StopAfterAsync(Task[] users, IReadOnlyList<ProcessRunner> runners)
    {
        await Task.WhenAll(users);
        // Not to be cancelled: it ends by itself, and nothing may be left behind.
        await Task.WhenAll(runners.Select(r => r.StopAsync(CancellationToken.None)));
    }

    private IEnumerable<IResource> UsersOf(IResource resource) => _runners.Keys.Where(user =>
        user.Annotations.OfType<WaitAnnotation>().Any(w => w.Resource == resource)
        || user.Annotations.OfType<ResourceRelationshipAnnotation>().Any(r => r.Type == "Reference" && (r.Resource == resource || (r.Resource as IResourceWithParent)?.Parent == resource)));
}
