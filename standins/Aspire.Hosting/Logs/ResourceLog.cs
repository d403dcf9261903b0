using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <param name="Number">From 1, without gaps, in one resource.</param>
/// <param name="Text">May hold ANSI colours.</param>
sealed partial record LogEntry(long Number, DateTimeOffset Timestamp, string Text, bool IsError)
{
    public string PlainText => Text.Contains('\e', StringComparison.Ordinal) ? Escape().Replace(Text, "") : Text;

    [GeneratedRegex(@"\e(\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(\a|\e\\)?|[@-Z\\-_])")]
    private static partial Regex Escape();
}

/// <summary>The last lines of one resource.</summary>
sealed class ResourceLog
{
    private const int Kept = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _lines = new();
    private readonly List<Channel<LogEntry>> _watchers = [];
    private long _number;

    public LogEntry Append(string text, bool isError)
    {
        lock (_lock)
        {
            var line = new LogEntry(++_number, DateTimeOffset.UtcNow, text, isError);
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
                _lines.Dequeue();
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(line);
            return line;
        }
    }

    public IReadOnlyList<LogEntry> GetLast(int count)
    {
        lock (_lock)
            return [.. _lines.Skip(Math.Max(0, _lines.Count - count))];
    }

    public async IAsyncEnumerable<LogEntry> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A reader that can't keep up loses the oldest; the AppHost never waits for it.
        var channel = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(2 * Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            foreach (var line in _lines)
                channel.Writer.TryWrite(line);
            _watchers.Add(channel);
        }
        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }
}
