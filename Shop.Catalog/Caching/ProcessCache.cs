using System.Collections.Concurrent;

namespace Shop.Catalog.Caching;

/// <summary>
/// The first level: what this process knows for a second after it was read. Two generations of a second each take turns, so that what is
/// old leaves without being looked for. An eviction removes by tag, and is remembered for as long as a load may take: what was read before
/// it does not come in after it.
/// </summary>
sealed class ProcessCache<T>(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a request may last.</summary>
    static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(15);

    /// <summary>Of one generation, in bytes.</summary>
    const long Capacity = 16 * 1024 * 1024;

    readonly Lock gate = new();
    volatile Generation current = new(0), previous = new(0);
    Dictionary<string, long> recentEvictions = [], earlierEvictions = [];
    long evictionsTurned, evictions;

    /// <summary>How many evictions there have been.</summary>
    public long Evictions => Volatile.Read(ref evictions);

    public bool TryGet(string key, out T value)
    {
        if ((current.Entries.TryGetValue(key, out var entry) || previous.Entries.TryGetValue(key, out entry)) && time.GetElapsedTime(entry.Timestamp) < Lifetime)
        {
            value = entry.Value;
            return true;
        }
        value = default!;
        return false;
    }

    /// <param name="key">What it is found by.</param>
    /// <param name="value">What is kept.</param>
    /// <param name="size">About how many bytes it has.</param>
    /// <param name="dependencies">What it hangs on.</param>
    /// <param name="timestamp">When the oldest part of it was read.</param>
    public void Set(string key, T value, int size, IReadOnlyCollection<Dependency> dependencies, long timestamp)
    {
        if (time.GetElapsedTime(timestamp) >= Lifetime)
            return;
        lock (gate)
        {
            Turn();
            if (current.Size + size > Capacity || dependencies.Any(dependency => EvictedAt(dependency.Tag) > dependency.Evictions))
                return;
            current.Add(key, new(value, timestamp), size, dependencies.Select(static dependency => dependency.Tag));
        }
    }

    public void Evict(IReadOnlyCollection<string> tags)
    {
        lock (gate)
        {
            Turn();
            Volatile.Write(ref evictions, evictions + 1);
            foreach (var tag in tags)
            {
                recentEvictions[tag] = evictions;
                current.Evict(tag);
                previous.Evict(tag);
            }
        }
    }

    long EvictedAt(string tag) => Math.Max(recentEvictions.GetValueOrDefault(tag), earlierEvictions.GetValueOrDefault(tag));

    void Turn()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(current.Begun, now) >= Lifetime)
            (previous, current) = (current, new(now));
        if (time.GetElapsedTime(evictionsTurned, now) >= LongestLoad)
            (earlierEvictions, recentEvictions, evictionsTurned) = (recentEvictions, [], now);
    }

    sealed record Entry(T Value, long Timestamp);

    sealed class Generation(long begun)
    {
        readonly Dictionary<string, List<string>> keysByTag = [];

        public long Begun => begun;

        public long Size { get; private set; }

        public ConcurrentDictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

        public void Add(string key, Entry entry, int size, IEnumerable<string> tags)
        {
            Entries[key] = entry;
            Size += size;
            foreach (var tag in tags)
                if (keysByTag.TryGetValue(tag, out var keys))
                    keys.Add(key);
                else
                    keysByTag[tag] = [key];
        }

        public void Evict(string tag)
        {
            if (keysByTag.Remove(tag, out var keys))
                foreach (var key in keys)
                    Entries.TryRemove(key, out _);
        }
    }
}
