using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Shop.Tests.Unit.Hosting.Servers;

namespace Shop.Tests.Servers;

/// <summary>A real etcd of one member, on ports and with data that it keeps over restarts.</summary>
sealed class EtcdServer : IDisposable
{
    private readonly string _address = FreeAddress(), _peers = FreeAddress();
    private readonly TemporaryDirectory _data = new();
    private Process? _process;

    public string Address => _address;

    public EtcdServer Start()
    {
        Skip.Without((ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH"), "etcd") is not null, "etcd"));
        _process = Process.Start(new ProcessStartInfo("etcd",
        [
            "--data-dir", _data.Path, "--listen-client-urls", _address, "--advertise-client-urls", _address, "--listen-peer-urls", _peers,
            "--initial-advertise-peer-urls", _peers, "--initial-cluster", "default=" + _peers, "--log-level", "error",
        ])
        {
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        return this;
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        _data.Dispose();
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
