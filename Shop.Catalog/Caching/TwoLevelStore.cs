using System.Collections.Concurrent;
using Microsoft.AspNetCore.OutputCaching;

namespace Shop.Catalog.Caching;

/// <summary>
/// The output cache's store: this process for a second, then Redis. When an answer's load began is told by a tag, since the framework passes
/// nothing else on: see <see cref="CacheLoad"/>. No buffers: the bytes of the first level are shared by all who read them.
/// </summary>
sealed class TwoLevelStore(ProcessCache<byte[]> process, SharedCache shared, CacheMetrics metrics, TimeProvider time) : IOutputCacheStore
{
    readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> fetches = new(StringComparer.Ordinal);

    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        if (!process.TryGet(key, out var body))
            return FetchOnceAsync(key, cancellationToken);
        metrics.Hit(inProcess: true);
        return ValueTask.FromResult<byte[]?>(body);
    }

    public async ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
    {
        if (CacheLoad.Read(tags) is not var (timestamp, dependencies))
            return;
        process.Set(key, value, value.Length, dependencies, timestamp);
        // Nothing that was read while Redis was away: who could say what it has missed.
        if (dependencies.Length > 0 && Array.TrueForAll(dependencies, static dependency => dependency.SharedTime > 0))
            await shared.SetAsync(key, new([.. dependencies.Select(static dependency => (dependency.Tag, dependency.SharedTime))], value));
    }

    /// <summary>Not the way to evict: see <see cref="CacheEvictions"/>.</summary>
    public ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>At the end of its second an answer is asked for by many at once: one of them goes to Redis.</summary>
    async ValueTask<byte[]?> FetchOnceAsync(string key, CancellationToken cancellationToken)
    {
        var fetch = fetches.GetOrAdd(key, static (key, store) => new(() => store.FetchAsync(key)), this);
        try
        {
            return await fetch.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            fetches.TryRemove(KeyValuePair.Create(key, fetch));
        }
    }

    async Task<byte[]?> FetchAsync(string key)
    {
        var (timestamp, evictions) = (time.GetTimestamp(), process.Evictions);
        if (await shared.GetAsync(key) is not { } answer)
        {
            metrics.Missed();
            return null;
        }
        metrics.Hit(inProcess: false);
        process.Set(key, answer.Body, answer.Body.Length, [.. answer.Tags.Select(tag => new Dependency(tag.Tag, evictions, 0))], timestamp);
        return answer.Body;
    }
}
