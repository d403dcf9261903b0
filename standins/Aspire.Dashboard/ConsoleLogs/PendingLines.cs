using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>
/// Lines on their way to one browser. They leave in order of time whatever resource they came from. When the browser is too slow
/// the oldest are dropped and counted, so a flood costs a bounded amount of memory.
/// </summary>
internal sealed class PendingLines(int capacity) : IDisposable
{
    readonly Lock _lock = new();
    readonly PriorityQueue<(string ResourceId, ConsoleLine Line), (DateTimeOffset Timestamp, long Arrival)> _lines = new();
    readonly SemaphoreSlim _available = new(0, 1);
    long _arrivals;
    long _dropped;

    public void Add(string resourceId, ConsoleLine line)
    {
        lock (_lock)
        {
            var order = (line.Timestamp, _arrivals++);
            if (_lines.Count < capacity)
            {
                _lines.Enqueue((resourceId, line), order);
            }
            else
            {
                _lines.EnqueueDequeue((resourceId, line), order);
                _dropped++;
            }

            if (_available.CurrentCount == 0)
                _available.Release();
        }
    }

    /// <summary>Completes once there is something to take.</summary>
    public Task WaitAsync(CancellationToken ct) => _available.WaitAsync(ct);

    /// <summary>Takes up to <paramref name="most"/> lines, oldest first, and how many were dropped since the last call.</summary>
    public (IReadOnlyList<(string ResourceId, ConsoleLine Line)> Lines, long Dropped) Take(int most)
    {
        lock (_lock)
        {
            var taken = new List<(string, ConsoleLine)>(Math.Min(most, _lines.Count));
            while (taken.Count < most && _lines.TryDequeue(out var line, out _))
                taken.Add(line);
            var dropped = _dropped;
            _dropped = 0;
            if (_lines.Count > 0 && _available.CurrentCount == 0)
                _available.Release();
            return (taken, dropped);
        }
    }

    public void Dispose() => _available.Dispose();
}
