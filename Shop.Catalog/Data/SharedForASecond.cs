using Shop.Catalog.Caching;

namespace Shop.Catalog.Data;

/// <summary>Something that was read, and when.</summary>
sealed record Shared<T>(T Value, LoadMoment Moment);

/// <summary>
/// Keeps something that is small, the same for everyone and asked for by nearly every request, in the process for a second: as long as
/// the house allows anything cached to be behind. One load at a time; a failed one is the failure of who waited for it, and not kept.
/// </summary>
sealed class SharedForASecond<T>(TimeProvider time) : IDisposable
    where T : class
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim loading = new(1);
    volatile Shared<T>? current;
    int evictions;

    /// <param name="now">The time before the load: what changes while it runs is missed for a second at most.</param>
    /// <param name="load">Reads it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<Shared<T>> GetAsync(Func<Task<LoadMoment>> now, Func<CancellationToken, Task<T>> load, CancellationToken cancellationToken)
    {
        if (Fresh() is { } value)
            return value;
        await loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } loadedMeanwhile)
                return loadedMeanwhile;
            var begun = Volatile.Read(ref evictions);
            var moment = await now();
            var loaded = new Shared<T>(await load(cancellationToken), moment);
            if (begun == Volatile.Read(ref evictions))
                current = loaded;
            return loaded;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>What is kept is stale, and so is what is being loaded.</summary>
    public void Evict()
    {
        Interlocked.Increment(ref evictions);
        current = null;
    }

    public void Dispose() => loading.Dispose();

    Shared<T>? Fresh() => current is { } loaded && time.GetElapsedTime(loaded.Moment.Timestamp) < Lifetime ? loaded : null;
}
