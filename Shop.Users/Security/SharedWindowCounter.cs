using StackExchange.Redis;

namespace Shop.Users.Security;

/// <summary>
/// The counts that all replicas share, in Redis. Each process counts its own ones as well and goes on with them while Redis is away or slow: the
/// limits are then looser by the number of replicas, which is better than none, and than nobody signing in.
/// </summary>
sealed class SharedWindowCounter(IConnectionMultiplexer redis, ProcessWindowCounter alone, TimeProvider time, ILogger<SharedWindowCounter> logger)
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500), Pause = TimeSpan.FromSeconds(5);

    readonly Lock order = new();
    long awayUntil;

    public async Task<(long Current, long Previous)> CountAsync(string key, long window, TimeSpan length, CancellationToken cancellationToken)
    {
        (long Current, long Previous) own;
        Task<(long, long)>? shared;
        // In one order at both: who is the eleventh here is so there, and whose answer is late is judged by a place that nobody else was given.
        lock (order)
        {
            own = alone.Count(key, window, length);
            shared = IsThere ? CountAtRedisAsync(key, window, length) : null;
        }
        if (shared is not null)
            try
            {
                return await shared.WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                GoOnAlone(exception);
            }
        return own;
    }

    /// <summary>Nobody waits for it.</summary>
    public void Uncount(string key, long window, TimeSpan length)
    {
        lock (order)
        {
            alone.Uncount(key, window, length);
            if (IsThere)
                redis.GetDatabase().StringDecrement(Name(key, window), flags: CommandFlags.FireAndForget);
        }
    }

    async Task<(long Current, long Previous)> CountAtRedisAsync(string key, long window, TimeSpan length)
    {
        // The expiry goes with the first count, and none is waited for by itself.
        var batch = redis.GetDatabase().CreateBatch();
        var current = batch.StringIncrementAsync(Name(key, window));
        var expiry = batch.KeyExpireAsync(Name(key, window), length * 2);
        var previous = batch.StringGetAsync(Name(key, window - 1));
        batch.Execute();
        await Task.WhenAll(current, expiry, previous);
        return (await current, (long?)await previous ?? 0);
    }

    bool IsThere => redis.IsConnected && time.GetUtcNow().UtcTicks >= Interlocked.Read(ref awayUntil);

    void GoOnAlone(Exception exception)
    {
        Interlocked.Exchange(ref awayUntil, (time.GetUtcNow() + Pause).UtcTicks);
        logger.LogWarning("Rate limits are counted by this process alone for a while ({Reason}).", exception.Message);
    }

    static RedisKey Name(string key, long window) => $"{key}:{window}";
}
