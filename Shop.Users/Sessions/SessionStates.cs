using Microsoft.Extensions.Caching.Memory;

namespace Shop.Users.Sessions;

/// <summary>What is known of a session for a moment, so that the requests of one page don't all ask the database.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="ExpiresAt">When it ends unless it is used.</param>
/// <param name="IsPersistent">Whether the person asked to stay signed in.</param>
/// <param name="Language">Of the person's profile.</param>
sealed record SessionState(Guid UserId, DateTimeOffset ExpiresAt, bool IsPersistent, string Language);

/// <summary>Kept in the process. Another replica may take a session for alive for as long as <see cref="Kept"/> after its end.</summary>
sealed class SessionStates(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    const int Most = 20_000;

    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Most });

    public bool TryGet(Guid id, out SessionState? state)
    {
        if (cache.TryGetValue(id, out (SessionState? State, long At) kept) && time.GetElapsedTime(kept.At) < Kept)
        {
            state = kept.State;
            return true;
        }
        state = null;
        return false;
    }

    public void Keep(Guid id, SessionState? state) =>
        cache.Set(id, (state, time.GetTimestamp()), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    public void Forget(Guid id) => cache.Remove(id);

    /// <summary>Of a person all sessions: which ones these are is not worth keeping.</summary>
    public void ForgetAll() => cache.Clear();

    public void Dispose() => cache.Dispose();
}
