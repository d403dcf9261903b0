using System.Collections.Concurrent;

namespace Shop.Web.Clients;

/// <summary>
/// Keeps something that is the same for everyone who reads a language, and asked for by nearly every page, in the process for a second.
/// One load at a time, which all who wait for it share, its failure included: while Catalog is away nobody queues behind another's timeout.
/// </summary>
sealed class SharedForASecond<T>(TimeProvider time)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, Load> loads = new(StringComparer.Ordinal);

    /// <param name="key">One of a few, such as a language: nothing is ever removed.</param>
    /// <param name="load">Must end by itself: one visitor who leaves does not cancel what others wait for.</param>
    public Task<T> GetAsync(string key, Func<Task<T>> load, CancellationToken cancellationToken)
    {
        if (!loads.TryGetValue(key, out var current) || IsOver(current))
        {
            var mine = new Load(new Lazy<Task<T>>(load), time.GetTimestamp());
            // Whoever replaces the old load runs the new one.
            current = loads.AddOrUpdate(key, mine, (_, other) => IsOver(other) ? mine : other);
        }
        return current.Task.Value.WaitAsync(cancellationToken);
    }

    bool IsOver(Load load) =>
        load.Task is { IsValueCreated: true, Value.IsCompleted: true }
        && (!load.Task.Value.IsCompletedSuccessfully || time.GetElapsedTime(load.Began) >= Lifetime);

    sealed record Load(Lazy<Task<T>> Task, long Began);
}
