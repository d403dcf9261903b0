using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;

namespace Shop.Tests.Unit.Integrations;

/// <summary>A real server of Redis's protocol with a password, on a port that it keeps over restarts: redis-server where it is installed, else Garnet, as the AppHost chooses.</summary>
sealed class RedisProcess : IDisposable
{
    private const string Password = "secret";

    private static readonly bool s_isInstalled = ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH"), "redis-server") is not null;

    private Process? _process;

    public RedisProcess()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Where it keeps each write, to have it again after a restart; null keeps nothing.</summary>
    public string? Directory { get; init; }

    public string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    public RedisProcess Start()
    {
        var start = s_isInstalled ? RedisServer() : Garnet();
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        return this;
    }

    public void Kill()
    {
        // Garnet writes once a second and when it ends.
        if (!s_isInstalled && Directory is not null && _process is { HasExited: false })
        {
            using var terminate = Process.Start("kill", $"{_process.Id}");
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        _process?.Kill();
        _process?.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }

    private ProcessStartInfo RedisServer()
    {
        string[] storage = Directory is null ? ["--save", ""] : ["--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", Directory];
        return new("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--requirepass", Password, "--daemonize", "no", .. storage]);
    }

    private ProcessStartInfo Garnet()
    {
        string[] storage = Directory is null ? [] : [Directory];
        return new(GarnetProgram.DotNet, [GarnetProgram.Find().Library, $"{Port}", "127.0.0.1", .. storage]) { Environment = { [GarnetProgram.PasswordVariable] = Password } };
    }
}
