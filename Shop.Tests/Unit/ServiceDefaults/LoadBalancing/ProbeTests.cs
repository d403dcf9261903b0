using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class ProbeTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();

    [Fact]
    public async Task A_replica_that_does_not_answer_its_probe_is_left_out_until_it_does()
    {
        var (isAway, answers) = (false, await _replicas.StartAsync("answers"));
        var hangs = await _replicas.StartAsync("hangs", http => isAway && http.Request.Path == "/api/probe" ? _replicas.HangAsync(http) : Task.CompletedTask);
        var caller = await _replicas.CallerAsync(
            [hangs.Address, answers.Address],
            ("Policy", "RoundRobin"), ("SlowStart", "00:00:00"), ("Probe:Path", "/api/probe"), ("Probe:Interval", "00:00:00.050"), ("Probe:Timeout", "00:00:00.300"));
        await AskedAsync(caller, expected: 2);
        isAway = true;
        await AskedAsync(caller, expected: 1);
        isAway = false;
        await AskedAsync(caller, expected: 2);
    }

    private static Task<string[]> AskedAsync(Caller caller, int expected) =>
        Until.IsAsync(async () => (string[])[await caller.GetAsync(), await caller.GetAsync(), await caller.GetAsync(), await caller.GetAsync()], names => names.Distinct().Count() == expected);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
