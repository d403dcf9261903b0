using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Shop.Web.Visitors;

/// <summary>
/// How many browsers have come on a day, in UTC. They are told apart by address and program, and nobody is kept: a HyperLogLog in Redis (Flajolet et al. 2007)
/// knows how many different ones it was shown, to about 1 %, and none of them. No request waits for it: what came is written every few seconds, and lost where
/// a process dies before that, or Redis is away for so long that there is no more room.
/// </summary>
sealed class VisitorLog(IConnectionMultiplexer redis, TimeProvider time, ILogger<VisitorLog> logger) : BackgroundService
{
    /// <summary>Between two writes. Who comes then is counted at their next page.</summary>
    const int Most = 10_000;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>More than the days of which figures are shown.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(100);

    readonly ConcurrentDictionary<(DateOnly Day, long Visitor), bool> came = [];

    public void Add(HttpContext http)
    {
        if (came.Count < Most)
            came[(Today, Visitor(http))] = true;
    }

    /// <summary>The last of these days is today. Null while Redis is away.</summary>
    public async Task<IReadOnlyList<long>?> ReadAsync(int days)
    {
        try
        {
            await WriteAsync();
            var database = redis.GetDatabase();
            return await Task.WhenAll(Enumerable.Range(1 - days, days).Select(day => database.HyperLogLogLengthAsync(Key(Today.AddDays(day)))));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryWriteAsync();
        }
        catch (OperationCanceledException)
        {
            await TryWriteAsync();
        }
    }

    async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug("Visitors wait to be counted: {Reason}", exception.Message);
        }
    }

    async Task WriteAsync()
    {
        foreach (var day in came.Keys.GroupBy(static key => key.Day).ToList())
        {
            // The expiry goes with them; whoever is added twice is one.
            var batch = redis.GetDatabase().CreateBatch();
            var added = batch.HyperLogLogAddAsync(Key(day.Key), [.. day.Select(static key => (RedisValue)key.Visitor)]);
            var expiry = batch.KeyExpireAsync(Key(day.Key), Lifetime);
            batch.Execute();
            await Task.WhenAll(added, expiry);
            foreach (var key in day)
                came.TryRemove(key, out _);
        }
    }

    DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    static long Visitor(HttpContext http) => BinaryPrimitives.ReadInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Connection.RemoteIpAddress}\n{http.Request.Headers.UserAgent}")));

    static RedisKey Key(DateOnly day) => "web:visitors:" + day.ToString("o", CultureInfo.InvariantCulture);
}
