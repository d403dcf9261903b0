namespace Shop.Catalog.Data;

/// <summary>
/// Keeps something that is small, the same for everyone and asked for by nearly every request, in the process for a second: as long as
/// the house allows anything cached to be behind. One load at a time; a failed one is the failure of who waited for it, and not kept.
/// </summary>
sealed class SharedForASecond<T>(TimeProvider time) : IDisposable
    where T : class
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim loading = new(1);
    volatile Loaded? current;

    public async ValueTask<T> GetAsync(Func<CancellationToken, Task<T>> load, CancellationToken cancellationToken)
    {
        if (Fresh() is { } value)
            return value;
        await loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } loadedMeanwhile)
                return loadedMeanwhile;
            // The time before the load: what changes while it runs is missed for a second at most.
            var begin = time.GetTimestamp();
            current = new(await load(cancellationToken), begin);
            return current.Value;
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();

    T? Fresh() => current is { } loaded && time.GetElapsedTime(loaded.Timestamp) < Lifetime ? loaded.Value : null;

    sealed record Loaded(T Value, long Timestamp);
}
