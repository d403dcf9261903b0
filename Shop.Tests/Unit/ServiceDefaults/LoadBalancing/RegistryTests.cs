using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

/// <summary>Replicas that register themselves in a real etcd, and one who asks them.</summary>
public sealed class RegistryTests : IAsyncLifetime
{
    private readonly EtcdServer _etcd = new EtcdServer().Start();
    private readonly CollectedLogs _logs = new();
    private readonly List<RunningService> _running = [];

    [Fact]
    public async Task Replicas_come_and_go()
    {
        var caller = await CallerAsync();
        await ReplicaAsync("first");
        await BeginsAsync(caller);
        var second = await ReplicaAsync("second");
        await AnswerAsync(caller, "first", "second");
        // It takes itself out before it stops listening: nobody is refused meanwhile.
        await second.App.StopAsync(TestContext.Current.CancellationToken);
        await AnswerAsync(caller, "first");
    }

    [Fact]
    public async Task While_the_registry_is_away_the_last_known_replicas_are_used_and_then_it_recovers()
    {
        var caller = await CallerAsync();
        await ReplicaAsync("first");
        await ReplicaAsync("second");
        await BeginsAsync(caller);
        await AnswerAsync(caller, "first", "second");

        _etcd.Kill();
        await Eventually.TrueAsync(() => _logs.Messages.Any(static line => line.StartsWith("The registry can't be reached", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        await AnswerAsync(caller, "first", "second");
        // One that starts now serves as soon as the registry is back.
        await ReplicaAsync("third");
        _etcd.Start();
        await AnswerAsync(caller, "first", "second", "third");
    }

    [Fact]
    public async Task While_the_registry_hangs_the_last_known_replicas_are_used_and_then_it_recovers()
    {
        var caller = await CallerAsync();
        await ReplicaAsync("first");
        await ReplicaAsync("second");
        await BeginsAsync(caller);
        await AnswerAsync(caller, "first", "second");

        // No connection breaks, and nothing is answered.
        _etcd.Pause();
        await Eventually.TrueAsync(() => _logs.Messages.Any(static line => line.StartsWith("The registry can't be reached", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        await AnswerAsync(caller, "first", "second");
        _etcd.Resume();
        await ReplicaAsync("third");
        await AnswerAsync(caller, "first", "second", "third");
    }

    [Fact]
    public async Task A_replica_whose_lease_has_ended_registers_again_and_one_that_is_gone_is_forgotten()
    {
        var caller = await CallerAsync();
        await ReplicaAsync("first");
        await ReplicaAsync("second");
        await BeginsAsync(caller);
        await AnswerAsync(caller, "first", "second");

        using var etcd = new dotnet_etcd.EtcdClient(_etcd.Address, configureChannelOptions: static options => options.Credentials = Grpc.Core.ChannelCredentials.Insecure);
        var cancellation = TestContext.Current.CancellationToken;
        // As after a long pause of the process, and one that died without a word.
        await etcd.PutAsync("shop/services/catalog/dead", $$"""{ "address": "{{Replicas.DeadAddress()}}" }""", cancellationToken: cancellation);
        await etcd.PutAsync("shop/services/catalog/nonsense", "nonsense", cancellationToken: cancellation);
        foreach (var lease in (await etcd.LeaseLeasesAsync(cancellationToken: cancellation)).Leases)
            await etcd.LeaseRevokeAsync(new() { ID = lease.ID }, cancellationToken: cancellation);
        await Eventually.TrueAsync(async () => (await etcd.GetRangeAsync("shop/services/catalog/", cancellationToken: cancellation)).Count == 4, cancellation);
        // For a moment only the dead one was known.
        await BeginsAsync(caller);
        await AnswerAsync(caller, "first", "second");
    }

    /// <summary>Until the first is registered nobody is known.</summary>
    private static Task BeginsAsync(Caller caller) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return await caller.GetAsync() is "first" or "second";
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        TestContext.Current.CancellationToken);

    /// <summary>These answer and no others, and none of all the requests on the way fails.</summary>
    private static async Task AnswerAsync(Caller caller, params string[] expected) => await Eventually.TrueAsync(
        async () =>
        {
            var answering = new HashSet<string>();
            for (var i = 0; i < 3 * expected.Length; i++)
                answering.Add(await caller.GetAsync());
            return answering.SetEquals(expected);
        },
        TestContext.Current.CancellationToken);

    private async Task<RunningService> ReplicaAsync(string name)
    {
        var replica = await RunningService.StartAsync(
            app => app.MapGet("/api/name", () => name),
            settings: [("Discovery:Registry:Etcd", _etcd.Address), ("Discovery:Registry:Service", "catalog")]);
        _running.Add(replica);
        return replica;
    }

    private async Task<Caller> CallerAsync()
    {
        var caller = await RunningService.StartAsync(configure: builder => builder.Logging.AddProvider(_logs), settings:
        [
            ("Discovery:Registry:Etcd", _etcd.Address), ("Services:catalog:Discovery:Registry", "true"), ("LoadBalancing:Policy", "RoundRobin"), ("LoadBalancing:SlowStart", "00:00:00"),
        ]);
        _running.Add(caller);
        return new(caller);
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_running))
            await service.DisposeAsync();
        _etcd.Dispose();
        _logs.Dispose();
    }
}
