using CsCheck;
using Shop.Catalog.Caching;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Caching;

public class ProcessCacheTests
{
    readonly ManualClock clock = new();
    readonly ProcessCache<string> cache;

    public ProcessCacheTests() => cache = new(clock);

    LoadMoment Now => new(clock.GetTimestamp(), cache.Evictions, 0);

    string? Get(string key) => cache.TryGet(key, out var value) ? value : null;

    static void Set<T>(ProcessCache<T> cache, string key, T value, int size, string[] tags, LoadMoment moment) =>
        cache.Set(key, value, size, [.. tags.Select(tag => new Dependency(tag, moment.Evictions, 0))], moment.Timestamp);

    [Fact]
    public void Of_a_part_that_was_read_earlier_only_its_own_tag_is_asked_since_then()
    {
        var earlier = Now;
        cache.Evict(["other"]);
        var moment = Now;
        cache.Set("key", "value", 1, [new("part", earlier.Evictions, 0), new("other", moment.Evictions, 0)], earlier.Timestamp);
        Assert.Equal("value", Get("key"));

        cache.Evict(["part"]);
        cache.Set("stale", "value", 1, [new("part", earlier.Evictions, 0), new("other", moment.Evictions, 0)], earlier.Timestamp);
        Assert.Null(Get("key"));
        Assert.Null(Get("stale"));
    }

    [Fact]
    public void What_was_read_counts_for_a_second_from_before_it_was_read()
    {
        var moment = Now;
        clock.Now += TimeSpan.FromMilliseconds(400);
        Set(cache, "key", "value", 1, [], moment);
        clock.Now += TimeSpan.FromMilliseconds(599);
        Assert.Equal("value", Get("key"));
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Null(Get("key"));
        Set(cache, "key", "value", 1, [], moment);
        Assert.Null(Get("key"));
    }

    [Fact]
    public void An_eviction_takes_what_has_its_tag_and_nothing_else()
    {
        Set(cache, "both", "1", 1, ["a", "b"], Now);
        Set(cache, "other", "2", 1, ["c"], Now);
        cache.Evict(["b"]);
        Assert.Null(Get("both"));
        Assert.Equal("2", Get("other"));
    }

    [Fact]
    public void What_was_read_before_an_eviction_does_not_come_in_after_it()
    {
        var moment = Now;
        cache.Evict(["a"]);
        Set(cache, "key", "stale", 1, ["a"], moment);
        Assert.Null(Get("key"));
        Set(cache, "other", "not concerned", 1, ["b"], moment);
        Assert.NotNull(Get("other"));
        Set(cache, "key", "fresh", 1, ["a"], Now);
        Assert.Equal("fresh", Get("key"));
    }

    [Fact]
    public void It_does_not_grow_without_bounds()
    {
        for (var index = 0; index < 100; index++)
            Set(cache, $"{index}", "large", 1024 * 1024, [], Now);
        Assert.InRange(Enumerable.Range(0, 100).Count(index => Get($"{index}") is not null), 1, 32);
        clock.Now += TimeSpan.FromSeconds(1);
        Set(cache, "next", "value", 1024 * 1024, [], Now);
        Assert.NotNull(Get("next"));
    }

    enum Step
    {
        Wait,
        Read,
        Store,
        Change,
    }

    /// <summary>A value read, changed and evicted in any order and at any pace: what the cache gives is current, or was read within the second.</summary>
    [Fact]
    public void It_never_gives_what_an_eviction_has_made_stale() =>
        Gen.Enum<Step>().Array[1, 60].Sample(steps =>
        {
            var time = new ManualClock();
            var sut = new ProcessCache<int>(time);
            var (current, loads) = (0, new Queue<(int Value, LoadMoment Moment)>());
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Step.Wait:
                        time.Now += TimeSpan.FromMilliseconds(300);
                        break;
                    case Step.Read:
                        loads.Enqueue((current, new(time.GetTimestamp(), sut.Evictions, 0)));
                        break;
                    case Step.Store when loads.TryDequeue(out var load):
                        Set(sut, "key", load.Value, 1, ["tag"], load.Moment);
                        break;
                    case Step.Change:
                        current++;
                        sut.Evict(["tag"]);
                        break;
                }
                if (sut.TryGet("key", out var value))
                    Assert.Equal(current, value);
            }
        });
}
