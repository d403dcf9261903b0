using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class ConfigurationTests : IAsyncLifetime
{
    private readonly Replicas _replicas = new();

    [Fact]
    public async Task Another_policy_applies_without_a_restart()
    {
        var (first, second) = (await _replicas.StartAsync("first"), await _replicas.StartAsync("second"));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], ("Policy", "RoundRobin"));
        await caller.GetAsync();
        Change(
            caller,
            ("Policy", "WeightedRoundRobin"),
            ("Endpoints:0:Address", first.Address.Authority), ("Endpoints:0:Weight", "9"),
            ("Endpoints:1:Address", second.Address.Authority), ("Endpoints:1:Weight", "1"));
        _replicas.Asked.Clear();
        for (var i = 0; i < 20; i++)
            await caller.GetAsync();
        Assert.Equal((18, 2), (_replicas.CountOf("first"), _replicas.CountOf("second")));
    }

    [Fact]
    public async Task What_is_wrong_later_changes_nothing()
    {
        var (first, second) = (await _replicas.StartAsync("first"), await _replicas.StartAsync("second"));
        var caller = await _replicas.CallerAsync([first.Address, second.Address], ("Policy", "RoundRobin"));
        await caller.GetAsync();
        Change(caller, ("Policy", "Best"));
        Change(caller, ("Policy", "RoundRobin"), ("MaxAttempts", "0"));
        for (var i = 0; i < 3; i++)
            await caller.GetAsync();
        Assert.Equal((2, 2), (_replicas.CountOf("first"), _replicas.CountOf("second")));
    }

    [Theory]
    [InlineData("Policy", "Best", "Policy")]
    [InlineData("Policy", "ConsistentHash", "ConsistentHash needs a HashKey")]
    [InlineData("HashKey", "planet:Mars", "HashKey must be")]
    [InlineData("LoadBound", "0.9", "LoadBound")]
    [InlineData("Endpoints:0:Weight", "101", "Weight")]
    [InlineData("Ejection:BaseTime", "00:00:00", "BaseTime")]
    [InlineData("Probe:Path", "health", "path of the probe")]
    public async Task What_is_wrong_at_the_start_stops_it_and_says_where(string key, string value, string says)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => _replicas.CallerAsync([], (key, value), ("Endpoints:0:Address", "x:1")));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains("catalog:LoadBalancing", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(failure is OptionsValidationException or InvalidOperationException);
    }

    [Fact]
    public async Task What_a_service_does_not_say_is_said_for_all()
    {
        await using var service = await RunningService.StartAsync(settings:
        [
            ("LoadBalancing:Policy", "Random"), ("LoadBalancing:MaxAttempts", "2"), ("Services:catalog:LoadBalancing:MaxAttempts", "3"),
        ]);
        var configuration = (BalancingConfiguration)service.App.Services.GetService(typeof(BalancingConfiguration))!;
        Assert.Equal((PolicyName.Random, 3), (configuration.For("Catalog").Policy, configuration.For("catalog").MaxAttempts));
        Assert.Equal((PolicyName.Random, 2), (configuration.For("orders").Policy, configuration.For("orders").MaxAttempts));
    }

    private static void Change(Caller caller, params (string Key, string Value)[] settings)
    {
        var configuration = (IConfigurationRoot)caller.Services.GetService(typeof(IConfiguration))!;
        foreach (var (key, value) in settings)
            configuration["services:catalog:LoadBalancing:" + key] = value;
        configuration.Reload();
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();
}
