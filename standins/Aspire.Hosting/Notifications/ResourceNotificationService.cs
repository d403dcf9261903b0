using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of every resource: published by what runs it, waited for by everyone else.</summary>
public class ResourceNotificationService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ready = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly ResourceLoggerService _logs;
    private TaskCompletionSource _change = NewChange();

    internal ResourceNotificationService(ResourceLoggerService logs) => _logs = logs;

    /// <summary>What a wait does when the resource can't become what is waited for.</summary>
    public WaitBehavior DefaultWaitBehavior { get; internal set; } = WaitBehavior.WaitOnResourceUnavailable;

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent)
    {
        lock (_lock)
            return _current.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>What is known now, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new() { SingleReader = true });
        lock (_lock)
        {
            foreach (var resource in _current.Values)
                channel.Writer.TryWrite(resource);
            _watchers.Add(channel);
        }
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Waits until one replica is in the state; null is Running.</summary>
    /// <exception cref="DistributedApplicationException">The resource has ended instead, in a run where nobody can start it again (tests).</exception>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        string[] states = [.. targetStates];
        var found = await WaitAsync(resourceName, all => all.FirstOrDefault(e => states.Contains(e.Snapshot.State?.Text)),
            DefaultWaitBehavior, string.Join(" or ", states), cancellationToken);
        return found.Snapshot.State!.Text;
    }

    public Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default) =>
        WaitAsync(resourceName, all => all.FirstOrDefault(predicate), WaitBehavior.WaitOnResourceUnavailable, "as asked for", cancellationToken);

    /// <summary>Waits until every replica runs, is healthy, and its ready step is done.</summary>
    /// <exception cref="DistributedApplicationException">The resource has ended instead, in a run where nobody can start it again (tests).</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default) =>
        WaitAsync(resourceName, all => all.All(IsHealthy) && IsReady(resourceName) ? all[0] : null, waitBehavior, "healthy", cancellationToken);

    internal void Publish(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var before = _current.TryGetValue(resourceId, out var known) ? known.Snapshot : new() { ResourceType = resource.GetType().Name, Properties = [] };
            var after = new ResourceEvent(resource, resourceId, stateFactory(before));
            _current[resourceId] = after;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(after);
            Signal();
        }
    }

    /// <summary>All replicas of a resource, in no order; none where there is no such resource.</summary>
    internal ResourceEvent[] GetAll(string resourceName)
    {
        lock (_lock)
            return [.. _current.Values.Where(e => string.Equals(e.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase))];
    }

    internal ResourceEvent[] GetAll()
    {
        lock (_lock)
            return [.. _current.Values];
    }

    internal bool IsReady(string resourceName)
    {
        lock (_lock)
            return _ready.Contains(resourceName);
    }

    internal void SetReady(string resourceName, bool ready)
    {
        lock (_lock)
        {
            if (ready)
                _ready.Add(resourceName);
            else
                _ready.Remove(resourceName);
            Signal();
        }
    }

    /// <summary>Asks again after every change.</summary>
    internal async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the question, so that a change between the two is seen.
            Task change;
            lock (_lock)
                change = _change.Task;
            if (condition())
                return;
            await change.WaitAsync(cancellationToken);
        }
    }

    internal static bool IsHealthy(ResourceEvent e) => e.Snapshot.HealthStatus == HealthStatus.Healthy;

    private async Task<ResourceEvent> WaitAsync(string resourceName, Func<ResourceEvent[], ResourceEvent?> find, WaitBehavior behavior, string wanted, CancellationToken cancellationToken)
    {
        ResourceEvent? found = null;
        await WaitUntilAsync(() =>
        {
            var all = GetAll(resourceName);
            if (all.Length > 0 && (found = find(all)) is not null)
                return true;
            if (behavior == WaitBehavior.StopOnResourceUnavailable && all.FirstOrDefault(e => KnownResourceStates.IsUnavailable(e.Snapshot.State?.Text)) is { } dead)
                throw new DistributedApplicationException($"The resource '{resourceName}' is not {wanted}: {Describe(dead)}");
            return false;
        }, cancellationToken);
        return found!;
    }

    /// <summary>How it ended, and the last it said.</summary>
    internal string Describe(ResourceEvent dead)
    {
        var code = dead.Snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "";
        var message = dead.Snapshot.Message is { } text ? $" {text}" : "";
        var lines = _logs.GetLast(dead.ResourceId, 20);
        var said = lines.Count == 0 ? "" : " Its last lines:" + string.Concat(lines.Select(l => $"{Environment.NewLine}  {l.PlainText}"));
        return $"{dead.ResourceId} is {dead.Snapshot.State?.Text}{code}.{message}{said}";
    }

    private void Signal() => Interlocked.Exchange(ref _change, NewChange()).SetResult();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
