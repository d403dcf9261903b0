using Aspire.Dashboard.Otlp.Wire;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>The last records of all resources, in the order in which they came.</summary>
internal sealed class LogStore(TelemetryLimits limits, ResourceRegistry resources, IncomingText text, TimeProvider time)
{
    readonly Lock _lock = new();
    readonly Queue<LogEntry> _entries = new();
    long _bytes;
    long _last;

    public event Action? Changed;

    /// <summary>Records that had to go for newer ones.</summary>
    public long Dropped { get; private set; }

    /// <summary>Oldest first.</summary>
    public LogEntry[] Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>The number of the newest record.</summary>
    public long Last => Volatile.Read(ref _last);

    public void Add(IEnumerable<ResourceLogs> incoming)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var entries = new List<LogEntry>();
        foreach (var group in incoming)
        {
            var resource = resources.Get(group.Resource);
            foreach (var scope in group.ScopeLogs)
            {
                var category = text.Name(scope.Scope?.Name ?? "");
                foreach (var record in scope.LogRecords)
                    entries.Add(Entry(resource, category, record, now));
            }
        }

        if (entries.Count == 0)
            return;
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                entry.Number = ++_last;
                _entries.Enqueue(entry);
                _bytes += entry.Bytes;
                while (_entries.Count > limits.Logs || (_bytes > limits.LogBytes && _entries.Count > 1))
                {
                    _bytes -= _entries.Dequeue().Bytes;
                    Dropped++;
                }
            }
        }

        Changed?.Invoke();
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _bytes = 0;
        }

        Changed?.Invoke();
    }

    LogEntry Entry(TelemetryResource resource, string category, LogRecord record, DateTime now)
    {
        var attributes = text.Attributes(record.Attributes);
        var message = text.Value(record.Body);
        return new LogEntry
        {
            Resource = resource,
            Time = IncomingText.Time(record.TimeUnixNano == 0 ? record.ObservedTimeUnixNano : record.TimeUnixNano, now),
            Level = Level(record),
            Message = message,
            Template = attributes.Find(LogEntry.TemplateName) ?? message,
            Category = category,
            EventName = text.Name(record.EventName),
            TraceId = IncomingText.TraceId(record.TraceId),
            SpanId = IncomingText.SpanId(record.SpanId),
            Attributes = attributes,
        };
    }

    static LogLevel Level(LogRecord record) => record.SeverityNumber switch
    {
        <= 0 => record.SeverityText.ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "WARN" or "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" or "CRITICAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        },
        <= 4 => LogLevel.Trace,
        <= 8 => LogLevel.Debug,
        <= 12 => LogLevel.Information,
        <= 16 => LogLevel.Warning,
        <= 20 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
