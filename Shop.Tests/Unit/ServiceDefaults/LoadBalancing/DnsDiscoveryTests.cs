using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

/// <summary>Against a real name server whose answers change.</summary>
public sealed class DnsDiscoveryTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();
    private readonly NameServer _names = new();
    private readonly CollectedLogs _logs = new();
    private readonly List<RunningService> _callers = [];

    [Fact]
    public async Task Every_address_is_used_and_a_change_is_followed_when_the_answer_is_over()
    {
        var port = FreePort();
        foreach (var number in (int[])[2, 3, 4])
            await _replicas.StartAsync($"{number}", address: new Uri($"http://127.0.0.{number}:{port}"));
        _names.Answer("--host-record=catalog.test,127.0.0.2", "--host-record=catalog.test,127.0.0.3");
        var caller = await CallerAsync(("Dns", $"catalog.test:{port}"));

        await Eventually.TrueAsync(async () => (await AnsweringAsync(caller)).SetEquals(["2", "3"]), TestContext.Current.CancellationToken);
        _names.Answer("--host-record=catalog.test,127.0.0.3", "--host-record=catalog.test,127.0.0.4");
        await Eventually.TrueAsync(async () => (await AnsweringAsync(caller)).SetEquals(["3", "4"]), TestContext.Current.CancellationToken);

        // Who can't be asked, or knows nothing any more, changes nothing; not at once and not when the answer is over.
        _names.Kill();
        await Eventually.TrueAsync(() => _logs.Messages.Any(static line => line.Contains("not to be had from DNS; 2 known", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.Equal(["3", "4"], (await AnsweringAsync(caller)).Order());
        _names.Answer();
        Assert.Equal(["3", "4"], (await AnsweringAsync(caller)).Order());
        _names.Answer("--host-record=catalog.test,127.0.0.2");
        await Eventually.TrueAsync(async () => (await AnsweringAsync(caller)).SetEquals(["2"]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_SRV_record_gives_ports_weights_and_priorities()
    {
        var (heavy, light, spare) = (await _replicas.StartAsync("heavy"), await _replicas.StartAsync("light"), await _replicas.StartAsync("spare"));
        _names.Answer(
            "--host-record=one.test,127.0.0.1",
            $"--srv-host=_http._tcp.catalog.test,one.test,{heavy.Address.Port},0,900",
            $"--srv-host=_http._tcp.catalog.test,one.test,{light.Address.Port},0,100",
            $"--srv-host=_http._tcp.catalog.test,one.test,{spare.Address.Port},1,500");
        var caller = await CallerAsync("WeightedRoundRobin", ("Srv", "_http._tcp.catalog.test"));
        await Eventually.TrueAsync(async () => await caller.GetAsync() is "heavy" or "light", TestContext.Current.CancellationToken);
        _replicas.Asked.Clear();
        for (var i = 0; i < 111; i++)
            await caller.GetAsync();
        // 900 of 900 and 100 of 900 are 100 and 11.
        Assert.Equal((100, 11, 0), (_replicas.CountOf("heavy"), _replicas.CountOf("light"), _replicas.CountOf("spare")));
    }

    [Fact]
    public async Task DNS_adds_to_what_configuration_names()
    {
        var (named, found) = (await _replicas.StartAsync("named"), await _replicas.StartAsync("found"));
        _names.Answer("--host-record=catalog.test,127.0.0.1");
        var service = await RunningService.StartAsync(settings:
        [
            ("services:catalog:http:0", named.Address.ToString().TrimEnd('/')), ("Discovery:NameServers:0", _names.Address), ("Services:catalog:Discovery:Dns", $"catalog.test:{found.Address.Port}"),
        ]);
        await using (service)
            await Eventually.TrueAsync(async () => (await AnsweringAsync(new Caller(service))).SetEquals(["named", "found"]), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Dns", "catalog.test", "host:port")]
    [InlineData("Dns", "catalog.test:70000", "1 to 65535")]
    [InlineData("Srv", "_http._tcp.catalog.test:80", "name of an SRV record")]
    [InlineData("Registry", "true", "Discovery:Registry:Etcd")]
    public async Task What_is_wrong_stops_the_start_and_says_where(string key, string value, string says)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: ("Services:catalog:Discovery:" + key, value)));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains("catalog:Discovery", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private Task<Caller> CallerAsync(params (string Key, string Value)[] settings) => CallerAsync("RoundRobin", settings);

    private async Task<Caller> CallerAsync(string policy, params (string Key, string Value)[] settings)
    {
        var service = await RunningService.StartAsync(configure: builder => builder.Logging.AddProvider(_logs), settings:
        [
            ("Discovery:NameServers:0", _names.Address), ("LoadBalancing:Policy", policy), ("LoadBalancing:SlowStart", "00:00:00"),
            .. settings.Select(static setting => ("Services:catalog:Discovery:" + setting.Key, setting.Value)),
        ]);
        _callers.Add(service);
        return new(service);
    }

    private static async Task<HashSet<string>> AnsweringAsync(Caller caller)
    {
        var answering = new HashSet<string>();
        for (var i = 0; i < 6; i++)
            answering.Add(await caller.GetAsync());
        return answering;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            await caller.DisposeAsync();
        await _replicas.DisposeAsync();
        _names.Dispose();
        _logs.Dispose();
    }
}
