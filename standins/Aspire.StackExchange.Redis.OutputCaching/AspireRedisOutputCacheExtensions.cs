using Aspire.StackExchange.Redis;
using Aspire.StackExchange.Redis.OutputCaching;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.OutputCaching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisOutputCacheExtensions
{
    /// <summary>Registers the output cache's store on the connection that <c>AddRedisClient</c> makes, with its settings.</summary>
    public static void AddRedisOutputCache(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        builder.AddRedisClient(connectionName, configureSettings, configureOptions);
        builder.Services.AddStackExchangeRedisOutputCache(static _ => { });
        builder.Services.AddOptions<RedisOutputCacheOptions>().Configure(static (RedisOutputCacheOptions options, IServiceProvider services) =>
            options.ConnectionMultiplexerFactory = () => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()));

        var store = builder.Services.Last(static service => service.ServiceType == typeof(IOutputCacheStore));
        builder.Services.Remove(store);
        builder.Services.AddSingleton<IOutputCacheStore>(services =>
            new BorrowingStore((IOutputCacheBufferStore)ActivatorUtilities.CreateInstance(services, store.ImplementationType!)));
    }
}
