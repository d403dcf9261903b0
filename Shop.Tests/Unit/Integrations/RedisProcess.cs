using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Shop.Tests.Unit.Integrations;

/// <summary>A real redis-server with a password, on a port that it keeps over restarts.</summary>
sealed class RedisProcess : IDisposable
{
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

    public string ConnectionString => $"127.0.0.1:{Port},password=secret";

    public RedisProcess Start()
    {
        try
        {
            string[] storage = Directory is null ? ["--save", ""] : ["--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", Directory];
            _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--requirepass", "secret", "--daemonize", "no", .. storage])
            {
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("redis-server is not installed.");
        }
        _process!.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        return this;
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }
}
