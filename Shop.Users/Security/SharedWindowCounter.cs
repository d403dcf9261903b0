using StackExchange.Redis;

namespace Shop.Users.Security;

/// <summary>
/// The counts that all replicas share, in Redis. While it is away each process counts for itself: the limits are then looser by the number of
/// replicas, which is better than none, and than nobody signing in.
/// </summary>
sealed class SharedWindowCounter(IConnectionMultiplexer redis, ProcessWindowCounter alone, TimeProvider time, ILogger<SharedWindowCounter> logger)
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500), Pause = TimeSpan.FromSeconds(5);

    long awayUntil;

    public async Task<(long Current, long Previous)> CountAsync(string key, long window, TimeSpan length, CancellationToken cancellationToken)
    {
        if (IsThere)
            try
            {
                // The expiry goes with the first count, and none is waited for by itself.
                var batch = redis.GetDatabase().CreateBatch();
                var current = batch.StringIncrementAsync(Name(key, window));
                var expiry = batch.KeyExpireAsync(Name(key, window), length * 2);
                var previous = batch.StringGetAsync(Name(key, window - 1));
                batch.Execute();
                await Task.WhenAll(current, expiry, previous).WaitAsync(Patience, time, cancellationToken);
                return (await current, (long?)await previous ?? 0);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                GoOnAlone(exception);
            }
        return alone.Count(key, window, length);
    }

    public async Task UncountAsync(string key, long window, TimeSpan length, CancellationToken cancellationToken)
    {
        if (IsThere)
            try
            {
                await redis.GetDatabase().StringDecrementAsync(Name(key, window)).WaitAsync(Patience, time, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                GoOnAlone(exception);
            }
        alone.Uncount(key, window, length);
    }

    bool IsThere => redis.IsConnected && time.GetUtcNow().UtcTicks >= Interlocked.Read(ref awayUntil);

    void GoOnAlone(Exception exception)
    {
        Interlocked.Exchange(ref awayUntil, (time.GetUtcNow() + Pause).UtcTicks);
        logger.LogWarning("Rate limits are counted by this process alone for a while ({Reason}).", exception.Message);
    }

    static RedisKey Name(string key, long window) => $"{key}:{window}";
}
