using System.Diagnostics;
using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.Catalog.Caching;
using Shop.Tests.Unit.Integrations;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Caching;

/// <summary>The second level, in a real Redis.</summary>
public sealed class SharedCacheTests : IDisposable
{
    readonly RedisProcess redis = new RedisProcess().Start();
    readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        redis.Dispose();
        services.Dispose();
    }

    async Task<SharedCache> ConnectAsync(Action<string[]>? evicted = null)
    {
        var options = ConfigurationOptions.Parse(redis.ConnectionString);
        (options.AbortOnConnectFail, options.BacklogPolicy, options.AsyncTimeout, options.ConnectRetry) = (false, BacklogPolicy.FailFast, 2_000, 10);
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        // The connection for subscriptions is one of its own.
        await Eventually.TrueAsync(() => connection.IsConnected && connection.GetSubscriber().IsConnected(), TestContext.Current.CancellationToken);
        var cache = new SharedCache(new CacheMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<SharedCache>.Instance);
        await cache.ConnectAsync(connection, evicted ?? (static _ => { }));
        return cache;
    }

    static CachedAnswer Answer(long time, string[] tags, byte[] body) => new([.. tags.Select(tag => (tag, time))], body);

    static byte[]? BodyOf(CachedAnswer? answer) => answer?.Body;

    [Fact]
    public async Task An_answer_counts_for_all_replicas_until_one_of_its_tags_is_evicted()
    {
        var (a, b) = (await ConnectAsync(), await ConnectAsync());
        await a.SetAsync("key", Answer(await a.TimeAsync(), ["x", "y"], [1, 2, 3]));
        Assert.Equal([1, 2, 3], BodyOf(await b.GetAsync("key")));
        Assert.True(await b.EvictAsync(["other"]));
        Assert.NotNull(await a.GetAsync("key"));
        Assert.True(await b.EvictAsync(["y"]));
        Assert.Null(await a.GetAsync("key"));
        Assert.Null(await b.GetAsync("key"));
    }

    [Fact]
    public async Task What_was_read_before_an_eviction_counts_for_nothing_however_late_it_is_stored()
    {
        var cache = await ConnectAsync();
        var before = await cache.TimeAsync();
        await cache.EvictAsync(["tag"]);
        await cache.SetAsync("key", Answer(before, ["tag"], [1]));
        Assert.Null(await cache.GetAsync("key"));
        await cache.SetAsync("key", Answer(await cache.TimeAsync() + 1, ["tag"], [2]));
        Assert.Equal([2], BodyOf(await cache.GetAsync("key")));
    }

    [Fact]
    public async Task Of_a_part_that_was_read_earlier_only_its_own_tag_is_asked_since_then()
    {
        var cache = await ConnectAsync();
        var before = await cache.TimeAsync();
        await cache.EvictAsync(["other"]);
        var after = await cache.TimeAsync() + 1;
        await cache.SetAsync("key", new([("part", before), ("other", after)], [1]));
        Assert.Equal([1], BodyOf(await cache.GetAsync("key")));
        await cache.SetAsync("stale", new([("part", after), ("other", before)], [1]));
        Assert.Null(await cache.GetAsync("stale"));
    }

    [Fact]
    public async Task The_other_replicas_are_told_and_the_one_that_evicts_is_not()
    {
        var (toldA, toldB) = (new TaskCompletionSource<string[]>(), new TaskCompletionSource<string[]>());
        var (a, _) = (await ConnectAsync(toldA.SetResult), await ConnectAsync(toldB.SetResult));
        await a.EvictAsync(["x", "p:1"]);
        Assert.Equal(["x", "p:1"], await toldB.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.False(toldA.Task.IsCompleted);
    }

    [Fact]
    public async Task Without_Redis_there_is_nothing_at_once_and_it_comes_back_by_itself()
    {
        var cache = await ConnectAsync();
        await cache.SetAsync("key", Answer(await cache.TimeAsync(), [], [1]));
        redis.Kill();
        await Eventually.TrueAsync(async () => await cache.TimeAsync() == 0, TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        Assert.Null(await cache.GetAsync("key"));
        await cache.SetAsync("key", Answer(1, [], [1]));
        Assert.False(await cache.EvictAsync(["tag"]));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(0.4), $"{clock.Elapsed}");
        redis.Start();
        await Eventually.TrueAsync(async () => await cache.EvictAsync(["tag"]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void An_answer_is_read_as_it_was_written_and_that_of_another_version_is_none()
    {
        Gen.Select(Gen.Select(Gen.String, Gen.Long).Array[0, 30], Gen.Byte.Array[0, 2000]).Sample((tags, body) =>
        {
            // A lone half of a surrogate pair is no text.
            tags = [.. tags.Select(tag => (string.Concat(tag.Item1.EnumerateRunes()), tag.Item2))];
            var read = CachedAnswer.Read(new CachedAnswer(tags, body).ToBytes())!;
            Assert.Equal(tags, read.Tags);
            Assert.Equal(body, read.Body);
        });
        Assert.Null(CachedAnswer.Read([1, 0, 0]));
        Assert.Null(CachedAnswer.Read([]));
    }
}
