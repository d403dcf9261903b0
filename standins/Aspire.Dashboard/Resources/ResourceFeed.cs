using System.Collections.Immutable;
using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>Watches the source once for all browsers and tells them of changes, at most ten times a second.</summary>
internal sealed class ResourceFeed(IResourceSource source, TimeProvider time, ILogger<ResourceFeed> logger) : IDisposable
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    readonly CancellationTokenSource _stop = new();
    readonly SemaphoreSlim _changed = new(0, 1);
    ImmutableDictionary<string, ResourceView> _current = ImmutableDictionary<string, ResourceView>.Empty;
    ImmutableArray<Action> _subscribers = [];
    Task _running = Task.CompletedTask;

    public ImmutableDictionary<string, ResourceView> Current => Volatile.Read(ref _current);

    public void Start() => _running = Task.WhenAll(Task.Run(() => WatchAsync(_stop.Token)), Task.Run(() => NotifyAsync(_stop.Token)));

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        // A source that does not heed the cancellation must not hold up the stop.
        await Task.WhenAny(_running, Task.Delay(Pace, time, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Calls back on some thread, but with the subscriber's language, after one or more changes, until disposed.</summary>
    public IDisposable Subscribe(Action changed)
    {
        var context = ExecutionContext.Capture();
        var subscriber = context is null ? changed : () => ExecutionContext.Run(context, static c => ((Action)c!)(), changed);
        lock (_lock)
            _subscribers = _subscribers.Add(subscriber);
        return new Subscription(this, subscriber);
    }

    internal void Apply(ResourceView view)
    {
        lock (_lock)
        {
            Volatile.Write(ref _current, view.IsRemoved ? _current.Remove(view.Id) : _current.SetItem(view.Id, view));
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
    }

    async Task WatchAsync(CancellationToken ct)
    {
        foreach (var view in Existing())
            Apply(view);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var view in source.WatchAsync(ct).ConfigureAwait(false))
                    Apply(view);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever the host throws, the pages live on with what is known.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "Watching the resources failed; it is tried again.");
            }

            await Task.Delay(Retry, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    IReadOnlyList<ResourceView> Existing()
    {
        try
        {
            return source.GetResources();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "Reading the resources failed.");
            return [];
        }
    }

    async Task NotifyAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await _changed.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var changed in _subscribers)
            {
                try
                {
                    changed();
                }
#pragma warning disable CA1031 // One broken page must not stop the others.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    logger.LogError(e, "A page could not take over a change of the resources.");
                }
            }

            await Task.Delay(Pace, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _changed.Dispose();
    }

    sealed class Subscription(ResourceFeed feed, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._lock)
                feed._subscribers = feed._subscribers.Remove(changed);
        }
    }
}
