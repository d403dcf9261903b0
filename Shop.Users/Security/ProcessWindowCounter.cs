using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;

namespace Shop.Users.Security;

/// <summary>The counts of this process alone.</summary>
sealed class ProcessWindowCounter : IDisposable
{
    const int Most = 100_000;

    readonly MemoryCache counts = new(new MemoryCacheOptions { SizeLimit = Most });

    public (long Current, long Previous) Count(string key, long window, TimeSpan length)
    {
        var current = Interlocked.Increment(ref Box(key, window, length).Value);
        var previous = counts.TryGetValue((key, window - 1), out StrongBox<long>? box) ? Interlocked.Read(ref box!.Value) : 0;
        return (current, previous);
    }

    public void Uncount(string key, long window, TimeSpan length) => Interlocked.Decrement(ref Box(key, window, length).Value);

    StrongBox<long> Box(string key, long window, TimeSpan length)
    {
        // Two that add at once must not each get a box of their own.
        lock (counts)
            return counts.GetOrCreate((key, window), entry =>
            {
                entry.Size = 1;
                entry.AbsoluteExpirationRelativeToNow = length * 2;
                return new StrongBox<long>();
            })!;
    }

    public void Dispose() => counts.Dispose();
}
