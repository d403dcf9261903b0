using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console output of every resource, and what the AppHost has to say of it.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _resources = new(StringComparer.OrdinalIgnoreCase);

    internal ResourceLoggerService() { }

    /// <summary>Called for every line, in the order of each resource's lines.</summary>
    internal Action<string, LogEntry>? LineWritten { get; set; }

    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    public ILogger GetLogger(string resourceName) => new Logger(this, resourceName);

    /// <summary>The lines of all its replicas, the kept ones first, then the new ones as they come.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>Those of one replica under its id, those of all under the resource's name.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName)
    {
        await foreach (var line in WatchLinesAsync(resourceName))
            yield return [new((int)line.Number, line.Text, line.IsError)];
    }

    internal async IAsyncEnumerable<LogEntry> WatchLinesAsync(string resourceId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var line in LogOf(resourceId).WatchAsync(cancellationToken))
            yield return line;
    }

    /// <summary>What the replica writes from now on is also the resource's.</summary>
    internal void AddReplica(string id, string resourceName) => _resources[id] = resourceName;

    internal void Write(string resourceId, string text, bool isError)
    {
        var line = LogOf(resourceId).Append(text, isError);
        if (_resources.TryGetValue(resourceId, out var resourceName))
            LogOf(resourceName).Append(text, isError);
        LineWritten?.Invoke(resourceId, line);
    }

    internal IReadOnlyList<LogEntry> GetLast(string resourceId, int count) => LogOf(resourceId).GetLast(count);

    private ResourceLog LogOf(string resourceId) => _logs.GetOrAdd(resourceId, _ => new());

    private sealed class Logger(ResourceLoggerService logs, string resourceName) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            foreach (var line in formatter(state, exception).ReplaceLineEndings("\n").Split('\n'))
                logs.Write(resourceName, line, isError: logLevel >= LogLevel.Warning);
        }
    }
}

public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
