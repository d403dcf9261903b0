using Aspire.StackExchange.Redis;
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
            options.ConnectionMultiplexerFactory = () => Task.FromResult(LentConnection.Of(services.GetRequiredService<IConnectionMultiplexer>())));
    }
}
