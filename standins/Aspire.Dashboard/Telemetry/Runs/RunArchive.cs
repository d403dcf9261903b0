using System.IO.Compression;
using System.Threading.Channels;
using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Aspire.Dashboard.Telemetry.Runs;

/// <summary>
/// The telemetry of the last runs in a file: the exports as they came, zipped, so that an earlier run is taken in again like a new one. Written
/// behind everyone's back; where the disk does not keep up, something is missing in the file and nothing else is slowed down.
/// </summary>
internal sealed class RunArchive : IAsyncDisposable
{
    const int RunsKept = 5;
    const long RunBytes = 64L << 20;
    const int MostWaiting = 512;
    const int MostAtOnce = 128;

    /// <summary>Metrics come every second, and cumulative ones say the same of the past whenever they come.</summary>
    static readonly TimeSpan MetricPace = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LastPatience = TimeSpan.FromMilliseconds(500);

    readonly SqliteConnection _connection;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Channel<(IMessage Message, DateTime At)> _waiting = Channel.CreateBounded<(IMessage, DateTime)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly Dictionary<string, DateTime> _lastMetrics = [];
    readonly Lock _lock = new();
    Task _writing = Task.CompletedTask;
    long _bytes;

    RunArchive(SqliteConnection connection, TimeProvider time, ILogger logger) => (_connection, _time, _logger) = (connection, time, logger);

    public long CurrentRun { get; private set; }

    /// <summary>Null where the file can't be used; that is said once, and everything goes on without.</summary>
    public static RunArchive? Open(string file, TimeProvider time, ILogger logger)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            try
            {
                return Begin(file, time, logger);
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26) // damaged, or no database at all
            {
                // Somebody may want to know what was in it.
                File.Move(file, file + ".damaged", overwrite: true);
                return Begin(file, time, logger);
            }
        }
#pragma warning disable CA1031 // Whatever it is, the dashboard does not need the file.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning("The telemetry of this run is not kept: {Reason}", e.Message);
            return null;
        }
    }

    /// <summary>Earlier runs, the last one first.</summary>
    public IReadOnlyList<TelemetryRun> EarlierRuns()
    {
        lock (_lock)
        {
            using var command = Command("select id, started_at from runs where id <> $run order by id desc", ("$run", CurrentRun));
            using var reader = command.ExecuteReader();
            var runs = new List<TelemetryRun>();
            while (reader.Read())
                runs.Add(new(reader.GetInt64(0), new DateTime(reader.GetInt64(1), DateTimeKind.Utc)));
            return runs;
        }
    }

    /// <summary>Takes a run in again.</summary>
    public TelemetryStore Load(TelemetryRun run, TelemetryLimits limits)
    {
        var clock = new ReplayClock(run.StartedAt);
        var store = new TelemetryStore(limits, clock);
        lock (_lock)
        {
            using var command = Command("select kind, received_at, payload from exports where run_id = $run order by id", ("$run", run.Id));
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                clock.Now = new DateTime(reader.GetInt64(1), DateTimeKind.Utc);
                using var zipped = reader.GetStream(2);
                using var payload = new ZLibStream(zipped, CompressionMode.Decompress);
                switch ((TelemetryKinds)reader.GetInt32(0))
                {
                    case TelemetryKinds.Logs:
                        store.Logs.Add(ExportLogsServiceRequest.Parser.ParseFrom(payload).ResourceLogs);
                        break;
                    case TelemetryKinds.Traces:
                        store.Traces.Add(ExportTraceServiceRequest.Parser.ParseFrom(payload).ResourceSpans);
                        break;
                    default:
                        store.Metrics.Add(ExportMetricsServiceRequest.Parser.ParseFrom(payload).ResourceMetrics);
                        break;
                }
            }
        }

        return store;
    }

    /// <summary>Forgets all runs, and what has come of this one so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Execute("delete from exports");
            Execute("delete from runs where id <> $run", ("$run", CurrentRun));
            Execute("vacuum");
            _bytes = 0;
        }
    }

    /// <summary>Never waits.</summary>
    public void Keep(IMessage export)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (export is ExportMetricsServiceRequest metrics && !IsDue(metrics, now))
            return;
        _waiting.Writer.TryWrite((export, now));
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(LastPatience)).ConfigureAwait(false);
        if (!_writing.IsCompleted)
            return; // It closes what it writes to when the process ends.
        lock (_lock)
            _connection.Dispose();
    }

    static RunArchive Begin(string file, TimeProvider time, ILogger logger)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            var archive = new RunArchive(connection, time, logger);
            archive.Prepare();
            archive._writing = Task.Run(archive.WriteAsync);
            return archive;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    void Prepare()
    {
        Execute("""
            pragma journal_mode = wal;
            pragma synchronous = off;
            create table if not exists runs (id integer primary key autoincrement, started_at integer not null);
            create table if not exists exports (id integer primary key, run_id integer not null, kind integer not null, received_at integer not null, payload blob not null);
            create index if not exists exports_of_run on exports (run_id, id);
            """);
        Execute("insert into runs (started_at) values ($at)", ("$at", _time.GetUtcNow().UtcTicks));
        CurrentRun = Convert.ToInt64(Scalar("select last_insert_rowid()"), System.Globalization.CultureInfo.InvariantCulture);
        Execute("delete from runs where id not in (select id from runs order by id desc limit $kept)", ("$kept", RunsKept));
        Execute("delete from exports where run_id not in (select id from runs)");
    }

    bool IsDue(ExportMetricsServiceRequest export, DateTime now)
    {
        var sender = export.ResourceMetrics.Count == 0 ? "" : string.Concat(export.ResourceMetrics[0].Resource?.Attributes.Where(a => a.Key.StartsWith("service.", StringComparison.Ordinal)).Select(a => a.Value?.StringValue) ?? []);
        lock (_lastMetrics)
        {
            if (_lastMetrics.TryGetValue(sender, out var last) && now - last < MetricPace)
                return false;
            if (_lastMetrics.Count > 1_000)
                _lastMetrics.Clear();
            _lastMetrics[sender] = now;
            return true;
        }
    }

    async Task WriteAsync()
    {
        var batch = new List<(TelemetryKinds Kind, DateTime At, byte[] Payload)>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
                batch.Add((KindOf(next.Message), next.At, Zipped(next.Message)));
            try
            {
                Write(batch);
            }
            catch (SqliteException e)
            {
                _logger.LogWarning("The telemetry of this run is kept only up to now: {Reason}", e.Message);
                _waiting.Writer.TryComplete();
                return;
            }
        }
    }

    void Write(List<(TelemetryKinds Kind, DateTime At, byte[] Payload)> batch)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var (kind, at, payload) in batch)
            {
                Execute("insert into exports (run_id, kind, received_at, payload) values ($run, $kind, $at, $payload)", ("$run", CurrentRun), ("$kind", (int)kind), ("$at", at.Ticks), ("$payload", payload));
                _bytes += payload.Length;
            }

            if (_bytes > RunBytes)
            {
                // The oldest tenth makes room for what comes next.
                Execute("delete from exports where id in (select id from exports where run_id = $run order by id limit (select 1 + count(*) / 10 from exports where run_id = $run))", ("$run", CurrentRun));
                _bytes = Convert.ToInt64(Scalar("select coalesce(sum(length(payload)), 0) from exports where run_id = $run", ("$run", CurrentRun)), System.Globalization.CultureInfo.InvariantCulture);
            }

            transaction.Commit();
        }
    }

    static TelemetryKinds KindOf(IMessage message) => message switch
    {
        ExportLogsServiceRequest => TelemetryKinds.Logs,
        ExportTraceServiceRequest => TelemetryKinds.Traces,
        _ => TelemetryKinds.Metrics,
    };

    static byte[] Zipped(IMessage message)
    {
        using var target = new MemoryStream();
        using (var zip = new ZLibStream(target, CompressionLevel.Fastest))
            message.WriteTo(zip);
        return target.ToArray();
    }

    void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar();
    }

    SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // All statements are in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
