using Aspire.StackExchange.Redis;
using Aspire.StackExchange.Redis.DistributedCaching;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisDistributedCacheExtensions
{
    /// <summary>Registers an <c>IDistributedCache</c> on the connection that <c>AddRedisClient</c> makes, with its settings.</summary>
    public static void AddRedisDistributedCache(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        builder.AddRedisClient(connectionName, configureSettings, configureOptions);
        builder.Services.AddStackExchangeRedisCache(static _ => { });
        builder.Services.AddOptions<RedisCacheOptions>().Configure(static (RedisCacheOptions options, IServiceProvider services) =>
            options.ConnectionMultiplexerFactory = () => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()));

        var cache = builder.Services.Last(static service => service.ServiceType == typeof(IDistributedCache));
        builder.Services.Remove(cache);
        builder.Services.AddSingleton<IDistributedCache>(services =>
            new BorrowingCache((IBufferDistributedCache)ActivatorUtilities.CreateInstance(services, cache.ImplementationType!)));
    }
}
