namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>Counts events of the last ten seconds, and those among them that are marked, in a bucket for each second. Adding takes no lock.</summary>
internal sealed class SlidingWindow
{
    internal const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly Bucket[] _buckets = new Bucket[Seconds];

    internal void Add(TimeSpan now)
    {
        ref var bucket = ref BucketOf(now);
        Interlocked.Increment(ref bucket.Total);
    }

    /// <summary>Marks one that has been added.</summary>
    internal void Mark(TimeSpan now)
    {
        ref var bucket = ref BucketOf(now);
        Interlocked.Increment(ref bucket.Marked);
    }

    internal (int Total, int Marked) Count(TimeSpan now)
    {
        var oldest = Second(now) - Seconds + 1;
        var (total, marked) = (0, 0);
        foreach (ref readonly var bucket in _buckets.AsSpan())
        {
            if (bucket.Second < oldest)
                continue;
            total += bucket.Total;
            marked += bucket.Marked;
        }
        return (total, marked);
    }

    internal void Clear()
    {
        lock (_lock)
            Array.Clear(_buckets);
    }

    private ref Bucket BucketOf(TimeSpan now)
    {
        var second = Second(now);
        ref var bucket = ref _buckets[(int)(second % Seconds)];
        if (Volatile.Read(ref bucket.Second) != second)
            Renew(ref bucket, second);
        return ref bucket;
    }

    /// <summary>One that was added to the old second meanwhile may be lost: this counts, it does not keep accounts.</summary>
    private void Renew(ref Bucket bucket, long second)
    {
        lock (_lock)
        {
            if (bucket.Second == second)
                return;
            bucket.Total = 0;
            bucket.Marked = 0;
            Volatile.Write(ref bucket.Second, second);
        }
    }

    // Never below ten, so that an empty bucket (0) is always too old.
    private static long Second(TimeSpan now) => (now.Ticks / TimeSpan.TicksPerSecond) + Seconds;

    private struct Bucket
    {
        internal long Second;
        internal int Total;
        internal int Marked;
    }
}
