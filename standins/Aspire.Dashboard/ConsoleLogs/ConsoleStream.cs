using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>The console lines of one or several resources, live, for one browser tab.</summary>
internal sealed class ConsoleStream(IResourceSource source, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Ten batches a second look live and cost a browser little.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public const int Capacity = 10_000;
    public const int LargestBatch = 1_000;

    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _stop = new();
    readonly PendingLines _pending = new(Capacity);
    readonly Dictionary<string, Task> _watched = new(StringComparer.Ordinal);
    readonly Dictionary<string, AnsiStyle> _styles = new(StringComparer.Ordinal);

    /// <summary>Starts to watch what is not yet watched.</summary>
    public void Watch(IEnumerable<string> resourceIds)
    {
        foreach (var id in resourceIds)
        {
            if (!_watched.ContainsKey(id))
                _watched.Add(id, Task.Run(() => ReadAsync(id, _stop.Token)));
        }
    }

    /// <summary>Hands over batches until disposed; the next one waits until <paramref name="send"/> is done with the last.</summary>
    public async Task SendAsync(Func<BrowserLine[], long, CancellationToken, Task> send)
    {
        var ct = _stop.Token;
        try
        {
            while (true)
            {
                await _pending.WaitAsync(ct);
                await Task.Delay(Pace, time, ct);
                var (lines, dropped) = _pending.Take(LargestBatch);
                await send([.. lines.Select(Styled)], dropped, ct);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && ct.IsCancellationRequested)
        {
            // Disposed, perhaps while a batch was on its way.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_watched.Values), Task.Delay(Pace, time, CancellationToken.None));
        _stop.Dispose();
        _pending.Dispose();
    }

    BrowserLine Styled((string ResourceId, ConsoleLine Line) line)
    {
        var style = _styles.GetValueOrDefault(line.ResourceId);
        var styled = BrowserLine.From(line.ResourceId, line.Line, ref style);
        _styles[line.ResourceId] = style;
        return styled;
    }

    async Task ReadAsync(string id, CancellationToken ct)
    {
        var last = long.MinValue;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var line in source.WatchConsoleAsync(id, ct).ConfigureAwait(false))
                {
                    if (line.Number <= last)
                        continue; // seen before a retry
                    last = line.Number;
                    _pending.Add(id, line);
                }
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever the host throws, the page lives on and tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "Watching the console of {Resource} failed; it is tried again.", id);
            }

            await Task.Delay(Retry, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
