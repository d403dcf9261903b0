using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

/// <summary>Starts a server as the orchestrator would, and stops it with its own signal.</summary>
sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ServerBuilder _builder;
    private readonly IResource _resource;
    private readonly ILocalServer _server;
    private readonly LocalServerProcess _start;
    private readonly ConcurrentQueue<string> _lines = new();

    private RunningServer(ServerBuilder builder, IResource resource, ILocalServer server, LocalServerProcess start)
    {
        (_builder, _resource, _server, _start) = (builder, resource, server, start);
        var info = new ProcessStartInfo(start.FileName, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        Process = Process.Start(info)!;
        Process.OutputDataReceived += (_, e) => Add(e.Data);
        Process.ErrorDataReceived += (_, e) => Add(e.Data);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }
    public IReadOnlyList<string> Lines => [.. _lines];
    public LocalServerProcess Start => _start;

    public static LocalServerContext Context(ServerBuilder builder, IResource resource, string directory, int? port = null) =>
        new(resource, port ?? ServerBuilder.Allocate(resource), directory, IsPersistent: true, NullLogger.Instance, builder.Provider);

    public static async Task<RunningServer> StartAsync(ServerBuilder builder, IResource resource, string directory, int? port = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var server = resource.Annotations.OfType<ILocalServer>().Single();
        var context = Context(builder, resource, directory, port);
        try
        {
            await server.PrepareAsync(context, cancellationToken);
            return new(builder, resource, server, await server.StartAsync(context, cancellationToken));
        }
        catch
        {
            (server as IDisposable)?.Dispose();
            throw;
        }
    }

    public Task<HealthReportEntry> HealthyAsync() => WaitAsync(e => e.Status == HealthStatus.Healthy);

    public async Task<HealthReportEntry> WaitAsync(Func<HealthReportEntry, bool> condition)
    {
        var clock = Stopwatch.StartNew();
        HealthReportEntry entry;
        while (!condition(entry = await _builder.CheckAsync(_resource)))
        {
            Assert.False(Process.HasExited, string.Join('\n', Lines));
            Assert.True(clock.Elapsed < s_patience, $"{entry.Description}\n{string.Join('\n', Lines)}");
        }
        return entry;
    }

    /// <summary>What the server's own part says after it died.</summary>
    public async Task<string?> ExplainAsync()
    {
        await ExitAsync();
        return _server.Explain(Lines);
    }

    public async Task<int> StopAsync()
    {
        if (!Process.HasExited)
            await SignalAsync(_start.StopSignal);
        await ExitAsync();
        (_server as IDisposable)?.Dispose();
        return Process.ExitCode;
    }

    /// <summary>The process is killed and its AppHost with it: nobody holds the directory any more.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await ExitAsync();
        (_server as IDisposable)?.Dispose();
    }

    /// <summary>The AppHost is gone, the server is not.</summary>
    public void Abandon() => (_server as IDisposable)?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Process.Dispose();
    }

    private async Task ExitAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_patience);
        await Process.WaitForExitAsync(deadline.Token);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {Process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        await kill.WaitForExitAsync();
    }

    private void Add(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
