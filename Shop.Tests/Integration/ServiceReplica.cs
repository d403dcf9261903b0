using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Shop.Tests.Integration;

/// <summary>A service as a process of its own, that a test may kill and start again at the same address. Ends with the tests, whatever becomes of them.</summary>
sealed class ServiceReplica(string name, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private readonly string _project = Path.Combine(Projects.Shop_AppHost.ProjectPath, "..", name);

    /// <summary>Its own build beside the tests' own: bin/configuration/framework.</summary>
    private string Program => Path.Combine(
        [_project, "bin", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..], name + ".dll"]);

    /// <summary>A start takes a second, and many times that where all tests run at once.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<string> _lines = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string Output => string.Join('\n', _lines);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = await StartBoundToThisProcessAsync();
        using var client = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var clock = Stopwatch.StartNew(); !await IsHealthyAsync(client, cancellationToken); await timer.WaitForNextTickAsync(cancellationToken))
            Assert.False(_process.HasExited || clock.Elapsed > s_patience, Output);
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync() => new(KillAsync());

    private static async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("/health", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The kernel kills it when the thread that started it ends; so one thread does nothing but wait for it.</summary>
    private Task<Process> StartBoundToThisProcessAsync()
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "dotnet", Program]) { WorkingDirectory = _project, RedirectStandardOutput = true, RedirectStandardError = true };
                info.Environment["ASPNETCORE_URLS"] = Address.OriginalString;
                // For the seconds that it lives, compiling its code a second time would cost more than it gains.
                info.Environment["DOTNET_TC_CallCounting"] = "0";
                foreach (var (name, value) in environment)
                    info.Environment[name] = value;
                var process = Process.Start(info)!;
                process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
                process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // Disposed when it was killed.
            }
            catch (Exception exception)
            {
                started.TrySetException(exception);
            }
        })
        { IsBackground = true }.Start();
        return started.Task;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
