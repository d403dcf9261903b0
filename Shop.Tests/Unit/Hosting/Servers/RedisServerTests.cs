using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

/// <summary>The real servers, started as the AppHost starts them.</summary>
public sealed class RedisServerTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("redis-server")]
    [InlineData("garnet")]
    public async Task It_wants_the_password_runs_scripts_and_keeps_its_data_over_a_restart(string engine)
    {
        if (engine == "redis-server")
            Skip.Without(Tools.RedisServer);
        const string Password = "pass \"word\\1";
        var (builder, cache) = Cache(engine, Password, kept: true);
        await using (var server = await RunningServer.StartAsync(builder, cache, _root.Sub("data")))
        {
            await server.HealthyAsync();
            Assert.DoesNotContain(server.Start.Arguments, a => a.Contains("word", StringComparison.Ordinal));
            Assert.DoesNotContain(server.Lines, l => l.Contains("word", StringComparison.Ordinal));
            await using var client = await ConnectAsync(cache, Password);
            await client.GetDatabase().StringSetAsync("k", "v");
            Assert.Equal("v", (string?)await client.GetDatabase().ScriptEvaluateAsync("return redis.call('get', KEYS[1])", ["k"]));
            await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectAsync(cache, "other"));
            Assert.Equal(0, await server.StopAsync());
        }

        (builder, cache) = Cache(engine, Password, kept: true);
        await using (var server = await RunningServer.StartAsync(builder, cache, _root.Sub("data")))
        {
            await server.HealthyAsync();
            await using var client = await ConnectAsync(cache, Password);
            Assert.Equal("v", await client.GetDatabase().StringGetAsync("k"));
        }
    }

    [Theory]
    [InlineData("redis-server")]
    [InlineData("garnet")]
    public async Task A_busy_port_is_told(string engine)
    {
        if (engine == "redis-server")
            Skip.Without(Tools.RedisServer);
        var (builder, cache) = Cache(engine, "p", kept: false);
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;

        await using var died = await RunningServer.StartAsync(builder, cache, _root.Sub("data"), port);
        Assert.Contains($"port {port}, because another program listens on it", await died.ExplainAsync(), StringComparison.Ordinal);
        Assert.NotEqual(0, died.Process.ExitCode);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_left_as_it_is()
    {
        Skip.Without(Tools.RedisServer);
        var file = _root.File("data/dump.rdb", "no database");
        var (builder, cache) = Cache("redis-server", "p", kept: true);
        await using var server = await RunningServer.StartAsync(builder, cache, _root.Sub("data"));

        Assert.Contains("Nothing was deleted", await server.ExplainAsync(), StringComparison.Ordinal);
        Assert.Equal("no database", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_this_user_can_read_the_file_with_the_password()
    {
        Skip.Without(Tools.RedisServer);
        var (builder, cache) = Cache("redis-server", "p", kept: false);
        await using var server = await RunningServer.StartAsync(builder, cache, _root.Sub("data"));
        await server.HealthyAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_root.Sub("data"), "redis.conf")));
    }

    [Fact]
    public async Task Two_AppHosts_cannot_use_the_same_directory()
    {
        var (builder, cache) = Cache("garnet", "p", kept: true);
        await using var server = await RunningServer.StartAsync(builder, cache, _root.Sub("data"));
        await server.HealthyAsync();

        var (other, otherCache) = Cache("garnet", "p", kept: true);
        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunningServer.StartAsync(other, otherCache, _root.Sub("data")));
        Assert.Contains("Another AppHost uses the data of 'cache'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_is_none_is_told()
    {
        var (builder, cache) = Cache("memcached", "p", kept: false);
        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunningServer.StartAsync(builder, cache, _root.Sub("data")));
        Assert.Contains("Redis:Engine", e.Message, StringComparison.Ordinal);
    }

    private static (ServerBuilder Builder, RedisResource Cache) Cache(string engine, string password, bool kept)
    {
        var builder = new ServerBuilder(("Redis:Engine", engine), ("Parameters:cache-password", password));
        var cache = builder.AddRedis("cache");
        return (builder, (kept ? cache.WithDataVolume() : cache).Resource);
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisResource cache, string password)
    {
        var options = ConfigurationOptions.Parse((await cache.ConnectionStringExpression.GetValueAsync(TestContext.Current.CancellationToken))!);
        options.Password = password;
        options.ConnectTimeout = 1000;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
