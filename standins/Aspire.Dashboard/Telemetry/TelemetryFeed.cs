using System.Collections.Immutable;

namespace Aspire.Dashboard.Telemetry;

[Flags]
internal enum TelemetryKinds
{
    None = 0,
    Logs = 1,
    Traces = 2,
    Metrics = 4,
}

/// <summary>Tells pages and followers that something came in, at most a few times a second, however much it is.</summary>
internal sealed class TelemetryFeed : IDisposable
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    readonly Lock _lock = new();
    readonly CancellationTokenSource _stop = new();
    readonly SemaphoreSlim _changed = new(0, 1);
    readonly TimeProvider _time;
    readonly ILogger _logger;
    ImmutableArray<(TelemetryKinds Kinds, Action Changed)> _subscribers = [];
    TelemetryKinds _pending;
    Task _running = Task.CompletedTask;

    public TelemetryFeed(TelemetryStore store, TimeProvider time, ILogger<TelemetryFeed> logger)
    {
        (_time, _logger) = (time, logger);
        store.Logs.Changed += () => Raise(TelemetryKinds.Logs);
        store.Traces.Changed += () => Raise(TelemetryKinds.Traces);
        store.Metrics.Changed += () => Raise(TelemetryKinds.Metrics);
    }

    public void Start() => _running = Task.Run(() => NotifyAsync(_stop.Token));

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_running, Task.Delay(Pace, _time, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Calls back on some thread, but with the subscriber's language, until disposed.</summary>
    public IDisposable Subscribe(TelemetryKinds kinds, Action changed)
    {
        var context = ExecutionContext.Capture();
        var subscriber = (kinds, context is null ? changed : () => ExecutionContext.Run(context, static c => ((Action)c!)(), changed));
        lock (_lock)
            _subscribers = _subscribers.Add(subscriber);
        return new Subscription(this, subscriber);
    }

    /// <summary>Completes with the next change of that kind.</summary>
    public async Task NextAsync(TelemetryKinds kinds, CancellationToken cancellationToken)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Subscribe(kinds, () => came.TrySetResult());
        await came.Task.WaitAsync(_stop.Token).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _changed.Dispose();
    }

    void Raise(TelemetryKinds kind)
    {
        lock (_lock)
        {
            _pending |= kind;
            if (_changed.CurrentCount == 0 && !_stop.IsCancellationRequested)
                _changed.Release();
        }
    }

    async Task NotifyAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TelemetryKinds kinds;
            lock (_lock)
                (kinds, _pending) = (_pending, TelemetryKinds.None);
            foreach (var (wanted, changed) in _subscribers)
            {
                if ((wanted & kinds) == 0)
                    continue;
                try
                {
                    changed();
                }
#pragma warning disable CA1031 // One broken page must not stop the others.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    _logger.LogError(e, "A page could not take over new telemetry.");
                }
            }

            await Task.Delay(Pace, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    sealed class Subscription(TelemetryFeed feed, (TelemetryKinds, Action) subscriber) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._lock)
                feed._subscribers = feed._subscribers.Remove(subscriber);
        }
    }
}
