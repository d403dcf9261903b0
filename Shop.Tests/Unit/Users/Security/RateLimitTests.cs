using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Tests.Unit.Integrations;
using Shop.Users.Security;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Users.Security;

public sealed class RateLimitTests : IDisposable
{
    private readonly RedisProcess _redis = new RedisProcess().Start();

    // In the middle of no window.
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_at_once_at_several_replicas_so_many_are_allowed()
    {
        await using var first = await ReplicaAsync();
        await using var second = await ReplicaAsync();

        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? first : second).TryAsync($"10.0.0.{i}", "ANN@EXAMPLE.COM")));

        Assert.Equal(10, decisions.Count(static decision => decision.IsAllowed));
        Assert.All(decisions.Where(static decision => !decision.IsAllowed), static decision => Assert.InRange(decision.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_address_has_its_limit_whoever_is_meant_and_another_one_is_free()
    {
        await using var replica = await ReplicaAsync();
        for (var i = 0; i < 30; i++)
            Assert.True((await replica.TryAsync("10.0.0.1", $"USER{i}@EXAMPLE.COM")).IsAllowed);

        Assert.False((await replica.TryAsync("10.0.0.1", "ANN@EXAMPLE.COM")).IsAllowed);
        Assert.False((await replica.TryAsync("::ffff:10.0.0.1", "ANN@EXAMPLE.COM")).IsAllowed);
        Assert.True((await replica.TryAsync("10.0.0.2", "ANN@EXAMPLE.COM")).IsAllowed);
    }

    [Fact]
    public async Task The_window_slides_and_what_was_refused_does_not_make_it_longer()
    {
        await using var replica = await ReplicaAsync();
        for (var i = 0; i < 10; i++)
            await replica.TryAsync($"10.0.1.{i}", "ANN@EXAMPLE.COM");
        var refused = await replica.TryAsync("10.0.2.1", "ANN@EXAMPLE.COM");
        for (var i = 0; i < 50; i++)
            await replica.TryAsync($"10.0.3.{i}", "ANN@EXAMPLE.COM");
        Assert.False(refused.IsAllowed);

        // Right after a window's end all that was in it still counts; half a window later half of it does.
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.False((await replica.TryAsync("10.0.4.1", "ANN@EXAMPLE.COM")).IsAllowed && (await replica.TryAsync("10.0.4.1", "ANN@EXAMPLE.COM")).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(29));
        var allowed = 0;
        for (var i = 0; i < 10; i++)
            allowed += (await replica.TryAsync($"10.0.5.{i}", "ANN@EXAMPLE.COM")).IsAllowed ? 1 : 0;
        Assert.InRange(allowed, 4, 5);
    }

    [Fact]
    public async Task Without_Redis_a_process_counts_by_itself_and_goes_on_with_the_others_when_it_is_back()
    {
        await using var replica = await ReplicaAsync();
        await replica.TryAsync("10.0.0.1", "BOB@EXAMPLE.COM");
        _redis.Kill();
        await Eventually.TrueAsync(() => !replica.IsConnected, Cancellation);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => replica.TryAsync($"10.0.0.{i}", "ANN@EXAMPLE.COM")));
        Assert.Equal(10, decisions.Count(static decision => decision.IsAllowed));

        _redis.Start();
        await Eventually.TrueAsync(() => replica.IsConnected, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.True((await replica.TryAsync("10.0.0.50", "ANN@EXAMPLE.COM")).IsAllowed);
        Assert.Contains(await replica.KeysAsync(), static key => key.StartsWith("users:limit:", StringComparison.Ordinal));
        Assert.DoesNotContain(await replica.KeysAsync(), static key => key.Contains("EXAMPLE", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_a_process_has_allowed_counts_when_Redis_stops_answering()
    {
        await using var replica = await ReplicaAsync();
        for (var i = 0; i < 7; i++)
            Assert.True((await replica.TryAsync($"10.0.0.{i}", "ANN@EXAMPLE.COM")).IsAllowed);
        _redis.Pause();

        var tries = Task.WhenAll(Enumerable.Range(0, 30).Select(i => replica.TryAsync($"10.0.1.{i}", "ANN@EXAMPLE.COM")));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, (await tries).Count(static decision => decision.IsAllowed));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    [InlineData("2001:db8:1:2::1", "20010db800010002")]
    public void A_customer_of_IPv6_is_one_network(string address, string network) => Assert.Equal(network, RateLimits.Network(IPAddress.Parse(address)));

    [Fact]
    public void Limits_are_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Identity:Limits:Mail:PerAccount:Permits", "7")]).Build();
        var options = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section)
            .Services.BuildServiceProvider().GetRequiredService<IOptions<RateLimitOptions>>().Value;

        Assert.Equal(new RateLimit(7, TimeSpan.FromMinutes(10)), options.Mail.PerAccount);
        Assert.Equal(new RateLimit(10, TimeSpan.FromMinutes(1)), options.SignIn.PerAccount);
    }

    public void Dispose() => _redis.Dispose();

    private async Task<Replica> ReplicaAsync() => new(await _redis.ConnectAsync(), _time);

    private sealed class Replica(ConnectionMultiplexer redis, TimeProvider time) : IAsyncDisposable
    {
        private readonly ProcessWindowCounter _alone = new();
        private RateLimits? _limits;

        public bool IsConnected => redis.IsConnected;

        public Task<RateLimitDecision> TryAsync(string address, string account)
        {
            _limits ??= new(new Fixed(), new(redis, _alone, time, NullLogger<SharedWindowCounter>.Instance), time);
            var http = new DefaultHttpContext();
            http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return _limits.TryAsync(http, RateLimited.SignIn, account, Cancellation);
        }

        public async Task<List<string>> KeysAsync() => await redis.GetServers()[0].KeysAsync().Select(static key => key.ToString()).ToListAsync(Cancellation);

        public async ValueTask DisposeAsync()
        {
            _alone.Dispose();
            await redis.DisposeAsync();
        }
    }

    private sealed class Fixed : IOptionsMonitor<RateLimitOptions>
    {
        public RateLimitOptions CurrentValue { get; } = new();

        public RateLimitOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<RateLimitOptions, string?> listener) => null;
    }
}
