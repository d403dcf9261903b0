using System.Diagnostics.Metrics;

namespace Shop.Catalog.Caching;

/// <summary>How often the cache helps.</summary>
sealed class CacheMetrics
{
    public const string MeterName = "Shop.Catalog.Cache";

    static readonly KeyValuePair<string, object?> Process = new("shop.cache.level", "process"), Redis = new("shop.cache.level", "redis");

    readonly Counter<long> hits, misses, evictions, failures;

    public CacheMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        hits = meter.CreateCounter<long>("shop.cache.hits", "{answer}", "Answers from the cache, by the level that had them.");
        misses = meter.CreateCounter<long>("shop.cache.misses", "{answer}", "Answers that no level had.");
        evictions = meter.CreateCounter<long>("shop.cache.evictions", "{tag}", "Tags whose answers were evicted by a change.");
        failures = meter.CreateCounter<long>("shop.cache.redis.failures", "{failure}", "Times that Redis did not do what was asked of it.");
    }

    public void Hit(bool inProcess) => hits.Add(1, inProcess ? Process : Redis);

    public void Missed() => misses.Add(1);

    public void Evicted(int tags) => evictions.Add(tags);

    public void RedisFailed() => failures.Add(1);
}
