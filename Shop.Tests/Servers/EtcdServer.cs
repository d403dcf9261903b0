using Shop.Tests.Unit.Hosting.Servers;

namespace Shop.Tests.Servers;

/// <summary>A real etcd of one member, on ports and with data that it keeps over restarts.</summary>
sealed class EtcdServer : ServerProgram
{
    private readonly string _peers = FreeAddress();
    private readonly TemporaryDirectory _data = new();

    public string Address { get; } = FreeAddress();

    public EtcdServer Start()
    {
        var program = Find("etcd");
        Skip.Without((program is not null, "etcd"));
        Start(new(program!,
        [
            "--data-dir", _data.Path, "--listen-client-urls", Address, "--advertise-client-urls", Address, "--listen-peer-urls", _peers,
            "--initial-advertise-peer-urls", _peers, "--initial-cluster", "default=" + _peers, "--log-level", "error",
        ]));
        return this;
    }

    public override void Dispose()
    {
        base.Dispose();
        _data.Dispose();
    }

    private static string FreeAddress() => $"http://127.0.0.1:{FreePort()}";
}
