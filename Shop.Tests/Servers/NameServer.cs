using System.Globalization;
using System.Net.Sockets;
using Shop.Tests.Unit.Hosting.Servers;

namespace Shop.Tests.Servers;

/// <summary>A real DNS server (dnsmasq) on a port of its own, whose answers hold for a second and can be changed.</summary>
sealed class NameServer : ServerProgram
{
    private readonly int _port = FreePort(SocketType.Dgram);
    private readonly TemporaryDirectory _directory = new();

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Answers with these from now on: <c>--host-record=name,address</c>, <c>--srv-host=name,target,port,priority,weight</c>.</summary>
    public void Answer(params string[] records)
    {
        var program = Find("dnsmasq");
        Skip.Without((program is not null, "dnsmasq"));
        Kill();
        Start(new(program!,
        [
            "--keep-in-foreground", $"--port={_port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            $"--pid-file={Path.Combine(_directory.Path, "pid")}", $"--user={Environment.UserName}", "--group=", "--local=/test/", "--local-ttl=1", .. records,
        ]));
    }

    public override void Dispose()
    {
        base.Dispose();
        _directory.Dispose();
    }
}
