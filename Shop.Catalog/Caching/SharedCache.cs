using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Shop.Catalog.Caching;

/// <summary>
/// The second level, in Redis, shared by all replicas. An eviction leaves the time for each tag; an answer holds for each of its tags
/// the time at which the load of that began, and counts only where none has been evicted since. So it does not matter who stores first, and nothing is to be
/// searched and deleted. While Redis is away there is no second level, which is found out at once and not by waiting.
/// </summary>
sealed class SharedCache(CacheMetrics metrics, TimeProvider time, ILogger<SharedCache> logger) : IHealthCheck
{
    /// <summary>The last resort: as old an answer may become, should its eviction be lost with Redis's own data.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>An answer is stored after its load and lives from then: longer than both together.</summary>
    public static readonly TimeSpan EvictionLifetime = Lifetime + TimeSpan.FromSeconds(30);

    /// <summary>After a failure nobody tries for so long: a Redis that hangs would cost each request a timeout.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The braces keep all keys on one node of a cluster.</summary>
    const string Prefix = "{catalog-cache}:";

    static readonly RedisChannel Channel = RedisChannel.Literal(Prefix + "evictions");

    readonly string origin = Guid.NewGuid().ToString("N");
    volatile IConnectionMultiplexer? connection;
    long failedAt;
    int failed;

    bool IsAway => connection is not { IsConnected: true } || (Volatile.Read(ref failed) != 0 && time.GetElapsedTime(Volatile.Read(ref failedAt)) < Pause);

    /// <summary>Gives the connection once it has been made, and listens to the other replicas' evictions.</summary>
    public async Task ConnectAsync(IConnectionMultiplexer redis, Action<string[]> evicted)
    {
        await redis.GetSubscriber().SubscribeAsync(Channel, (_, message) =>
        {
            // The first line is who has sent it, who knows already.
            if (((string?)message)?.Split('\n') is [var sender, .. var tags] && sender != origin)
                evicted(tags);
        });
        connection = redis;
    }

    /// <summary>Redis's clock in microseconds; 0 where it is away.</summary>
    public Task<long> TimeAsync() => TryAsync(0L, static async redis => (long)(await redis.ScriptEvaluateAsync(TimeScript)));

    /// <summary>Null where there is none, or one that has been evicted.</summary>
    public Task<CachedAnswer?> GetAsync(string key) => TryAsync(null, async redis =>
    {
        if ((byte[]?)await redis.StringGetAsync(AnswerKey(key)) is not { } bytes || CachedAnswer.Read(bytes) is not { } answer)
            return null;
        var evictions = await redis.StringGetAsync([.. answer.Tags.Select(static tag => EvictionKey(tag.Tag))]);
        return evictions.Zip(answer.Tags).Any(static pair => pair.First.HasValue && (long)pair.First >= pair.Second.SharedTime) ? null : answer;
    });

    public Task SetAsync(string key, CachedAnswer answer) =>
        TryAsync(false, redis => redis.StringSetAsync(AnswerKey(key), answer.ToBytes(), Lifetime));

    /// <summary>False where Redis is away and it is to be tried again.</summary>
    public Task<bool> EvictAsync(IReadOnlyCollection<string> tags) => TryAsync(false, async redis =>
    {
        RedisKey[] keys = [.. tags.Select(EvictionKey)];
        await redis.ScriptEvaluateAsync(EvictScript, keys, [(long)EvictionLifetime.TotalSeconds]);
        await redis.PublishAsync(Channel, string.Join('\n', tags.Prepend(origin)));
        return true;
    });

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsAway ? new HealthCheckResult(context.Registration.FailureStatus, "Redis can't be reached: answers are cached by each process alone.") : HealthCheckResult.Healthy());

    const string TimeScript =
        """
        local time = redis.call('TIME')
        return time[1] * 1000000 + time[2]
        """;

    const string EvictScript =
        """
        local time = redis.call('TIME')
        local now = string.format('%.0f', time[1] * 1000000 + time[2])
        for _, key in ipairs(KEYS) do
            redis.call('SET', key, now, 'EX', ARGV[1])
        end
        """;

    static RedisKey EvictionKey(string tag) => $"{Prefix}evicted:{tag}";

    /// <summary>Of one length, however long an address is.</summary>
    static RedisKey AnswerKey(string key) => Prefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    async Task<T> TryAsync<T>(T otherwise, Func<IDatabase, Task<T>> use)
    {
        if (IsAway)
            return otherwise;
        try
        {
            var result = await use(connection!.GetDatabase());
            if (Interlocked.Exchange(ref failed, 0) != 0)
                logger.LogInformation("The cache in Redis is back.");
            return result;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            Volatile.Write(ref failedAt, time.GetTimestamp());
            metrics.RedisFailed();
            if (Interlocked.Exchange(ref failed, 1) == 0)
                logger.LogWarning("The cache in Redis can't be used: {Reason}", exception.Message);
            return otherwise;
        }
    }
}
