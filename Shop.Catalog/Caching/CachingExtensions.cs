using System.IO.Compression;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shop.Catalog.Data;
using StackExchange.Redis;

namespace Shop.Catalog.Caching;

static class CachingExtensions
{
    /// <summary>An output cache of two levels: the process, then Redis. docs/catalog.md tells how it stays right.</summary>
    public static void AddCaching(this IHostApplicationBuilder builder)
    {
        AddRedis(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(builder.Configuration.GetSection("Catalog:Caching").Get<CachingOptions>() ?? new());
        services.AddOutputCache(static options => options.UseCaseSensitivePaths = true);
        services.RemoveAll<IOutputCacheStore>().AddSingleton<IOutputCacheStore, TwoLevelStore>();
        services.AddSingleton<ProcessCache<byte[]>>();
        services.AddSingleton<SharedCache>();
        services.AddSingleton<CacheMetrics>();
        services.AddScoped<CacheLoad>();
        services.AddSingleton(typeof(SharedForASecond<>));

        services.AddSingleton<CacheEvictions>();
        services.AddSingleton<CacheEvictionSignal>();
        services.AddHostedService<CacheEvictionWorker>();
        services.ConfigureDbContext<CatalogContext>(static (provider, options) =>
            options.AddInterceptors(new CacheEvictionInterceptor(provider.GetRequiredService<CacheEvictionSignal>())));
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(CacheMetrics.MeterName));

        // Compressed once for all who ask, and so worth some effort. Nothing secret is in answers that are the same for everyone.
        services.AddResponseCompression(static options => options.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(static options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(static options => options.Level = CompressionLevel.Optimal);
    }

    /// <summary>After the language is known, which answers are told apart by.</summary>
    public static void UseCaching(this WebApplication app)
    {
        app.UseOutputCache();
        app.UseWhen(
            static http => http.GetEndpoint()?.Metadata.GetMetadata<CachedEndpoint>() is not null,
            static branch => branch.UseResponseCompression());
    }

    /// <summary>Without Redis this service is slower, and works: that is degraded, not unhealthy.</summary>
    static void AddRedis(IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(
            "cache",
            static settings => settings.DisableHealthChecks = true,
            static options =>
            {
                // Who asks while it is away is told so at once.
                options.BacklogPolicy = BacklogPolicy.FailFast;
                // While all of the shop starts at once, a new connection has to wait for a processor.
                options.ConnectTimeout = 3_000;
                options.AsyncTimeout = options.SyncTimeout = 500;
                options.ReconnectRetryPolicy = new LinearRetry(500);
            });
        builder.Services.AddHealthChecks().Add(new("cache", static services => services.GetRequiredService<SharedCache>(), HealthStatus.Degraded, null));
    }
}
