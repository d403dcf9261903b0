using System.Diagnostics;

namespace Shop.ServiceDefaults.Data;

/// <summary>
/// Group commit: what is asked for while an earlier one is being done is done together thereafter, by one statement or transaction for all. Nothing waits for
/// others to come, so that alone it is as fast as without, nor for longer than a second for those before. Where some can't be done together each is done alone,
/// and only what fails by itself fails.
/// </summary>
/// <param name="act">Does all or nothing of it, and gives a result for each, in the same order. It runs in the trace of the first, which has links to the others.</param>
public sealed class Gathering<TItem, TResult>(Func<IReadOnlyList<Gathered<TItem>>, Task<IReadOnlyList<TResult>>> act)
{
    /// <summary>A row that somebody else holds must not hold up what has nothing to do with it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private bool _isRunning;

    /// <summary>Ends when it is done, alone or with others; throws why it is not.</summary>
    public Task<TResult> DoAsync(TItem item)
    {
        var waiting = new Waiting(new(item, Activity.Current));
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (_isRunning)
                return waiting.Done;
            _isRunning = true;
        }
        // It goes on with those of others, and so not in the context of this one.
        ThreadPool.UnsafeQueueUserWorkItem(static gathering => _ = gathering.RunAsync(), this, preferLocal: false);
        return waiting.Done;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            List<Waiting> together;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isRunning = false;
                    return;
                }
                (together, _waiting) = (_waiting, []);
            }
            await DoAsync(together).WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DoAsync(List<Waiting> together)
    {
        if (!await TryAsync(together))
            await Task.WhenAll(together.Select(one => TryAsync([one])));
    }

    /// <returns>False where nothing was done, and each is to be done alone.</returns>
    private async Task<bool> TryAsync(List<Waiting> together)
    {
        try
        {
            Activity.Current = together[0].Item.Span;
            foreach (var other in together.Skip(1))
                if (other.Item.Span is { } span)
                    Activity.Current?.AddLink(new(span.Context));
            var results = await act([.. together.Select(static waiting => waiting.Item)]);
            for (var i = 0; i < together.Count; i++)
                together[i].Succeed(results[i]);
        }
#pragma warning disable CA1031 // It is thrown to whoever waits for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (together.Count > 1)
                return false;
            together[0].Fail(exception);
        }
        return true;
    }

    private sealed class Waiting(Gathered<TItem> item)
    {
        private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Gathered<TItem> Item { get; } = item;

        internal Task<TResult> Done => _result.Task;

        internal void Succeed(TResult result) => _result.SetResult(result);

        internal void Fail(Exception exception) => _result.SetException(exception);
    }
}

/// <param name="Item">What is asked for.</param>
/// <param name="Span">In which it was.</param>
public sealed record Gathered<TItem>(TItem Item, Activity? Span);

public static class GatheredItems
{
    /// <summary>To begin a transaction of many items with: where another holds a row of one of them for longer, it fails, and each is done alone.</summary>
    public const string GiveWay = "set local lock_timeout = '1s'";

    /// <summary>Does for each what belongs to its own trace: what is published for it, above all.</summary>
    public static async Task ForEachAsync<TItem>(this IReadOnlyList<Gathered<TItem>> items, Func<TItem, Task> act)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(act);
        var outer = Activity.Current;
        try
        {
            foreach (var (item, span) in items)
            {
                Activity.Current = span;
                await act(item);
            }
        }
        finally
        {
            Activity.Current = outer;
        }
    }
}
