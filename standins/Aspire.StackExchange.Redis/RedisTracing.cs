using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Writes a span per command. The client has no spans of its own, only profiling sessions: one for each activity in which a command
/// was given is collected, and turned into that activity's children a second later.
/// </summary>
internal sealed class RedisTracing(TimeProvider time) : BackgroundService
{
    internal const string SourceName = "Aspire.StackExchange.Redis";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ActivitySource _source = new(SourceName);
    private readonly ConcurrentDictionary<Activity, ProfilingSession> _sessions = new();

    internal void Watch(IConnectionMultiplexer connection) => connection.RegisterProfiler(SessionOfCurrentActivity);

    /// <summary>Writes what has been collected; a session whose activity is over is forgotten.</summary>
    internal void Flush()
    {
        foreach (var (parent, session) in _sessions)
        {
            // First, so that a command given meanwhile opens a session of its own.
            if (parent.IsStopped)
                _sessions.TryRemove(parent, out _);
            foreach (var command in session.FinishProfiling())
                Write(parent, command);
        }
    }

    public override void Dispose()
    {
        Flush();
        _source.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Flush();
        }
        catch (OperationCanceledException)
        {
            Flush();
        }
    }

    private ProfilingSession? SessionOfCurrentActivity() =>
        Activity.Current is { IsAllDataRequested: true } activity && _source.HasListeners()
            ? _sessions.GetOrAdd(activity, static _ => new ProfilingSession())
            : null;

    private void Write(Activity parent, IProfiledCommand command)
    {
        using var span = _source.StartActivity(command.Command, ActivityKind.Client, parent.Context, startTime: command.CommandCreated);
        if (span is null)
            return;
        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", command.Command);
        span.SetTag("db.namespace", command.Db);
        switch (command.EndPoint)
        {
            case IPEndPoint address:
                span.SetTag("server.address", address.Address.ToString()).SetTag("server.port", address.Port);
                break;
            case DnsEndPoint name:
                span.SetTag("server.address", name.Host).SetTag("server.port", name.Port);
                break;
        }
        span.AddEvent(new("sent", command.CommandCreated + command.CreationToEnqueued + command.EnqueuedToSending));
        span.SetEndTime(command.CommandCreated + command.ElapsedTime);
    }
}
