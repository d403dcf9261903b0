using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Shop.Tests.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Shop.Tests.Servers;

/// <summary>A real PostgreSQL for the tests that need one without the AppHost around it: started by the first that asks, with a database for each.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly string[] s_asPostgres = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];

    private readonly SemaphoreSlim _gate = new(1);
    private string? _directory;
    private Process? _process;
    private int _port;

    /// <summary>The connection string of a new and empty database.</summary>
    public async Task<string> CreateDatabaseAsync(string name = "test")
    {
        await StartedAsync();
        name = $"{name}_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            NpgsqlConnection.ClearAllPools();
            // Immediate: nobody reads it again.
            using var quit = Process.Start("/bin/sh", ["-c", $"kill -QUIT {_process.Id.ToString(CultureInfo.InvariantCulture)}"]);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
        _gate.Dispose();
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}";

    private async Task StartedAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_process is not null)
                return;
            var programs = FindPrograms();
            Assert.SkipWhen(programs is null, "PostgreSQL is not installed.");
            _directory = Directory.CreateTempSubdirectory("shop-postgres-").FullName;
            if (Environment.IsPrivilegedProcess)
                await RunAsync("chown", "postgres:postgres", _directory);
            var data = Path.Combine(_directory, "data");
            await RunAsync([.. AsUser(), Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]);
            _port = FreePort();
            _process = await StartBoundToThisProcessAsync(
                [.. AsUser("--pdeathsig", "INT"), Path.Combine(programs, "postgres"), "-D", data, "-k", "", "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=1000", "-c", "jit=off"]);
            await AcceptsAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AcceptsAsync()
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                return;
            }
            catch (NpgsqlException) when (clock.Elapsed < s_patience)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>The signal of the parent's death comes when the thread that started the child ends; so one thread does nothing but wait for it.</summary>
    private static Task<Process> StartBoundToThisProcessAsync(string[] command)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            started.SetResult(process);
            try
            {
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // Disposed by the end of the tests.
            }
        })
        { IsBackground = true }.Start();
        return started.Task;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]} failed: {await output}{errors}");
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] AsUser(params string[] options) =>
        Environment.IsPrivilegedProcess ? ["setpriv", .. s_asPostgres, .. options] : options.Length > 0 ? ["setpriv", .. options] : [];

    private static string? FindPrograms()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var usual = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return usual.Concat(path).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
