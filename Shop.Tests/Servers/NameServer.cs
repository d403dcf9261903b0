using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Shop.Tests.Unit.Hosting.Servers;

namespace Shop.Tests.Servers;

/// <summary>A real DNS server (dnsmasq) on a port of its own, whose answers hold for a second and can be changed.</summary>
sealed class NameServer : IDisposable
{
    private readonly int _port = FreePort();
    private readonly TemporaryDirectory _directory = new();
    private Process? _process;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Answers with these from now on: <c>--host-record=name,address</c>, <c>--srv-host=name,target,port,priority,weight</c>.</summary>
    public void Answer(params string[] records)
    {
        Skip.Without((ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin", "dnsmasq") is not null, "dnsmasq"));
        Kill();
        var program = ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin", "dnsmasq")!;
        _process = Process.Start(new ProcessStartInfo(program,
        [
            "--keep-in-foreground", $"--port={_port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            $"--pid-file={Path.Combine(_directory.Path, "pid")}", $"--user={Environment.UserName}", "--group=", "--local=/test/", "--local-ttl=1", .. records,
        ])
        {
            RedirectStandardError = true,
        })!;
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
        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
