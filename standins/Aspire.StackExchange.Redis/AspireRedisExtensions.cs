using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";
    private const string HealthCheckName = "StackExchange.Redis";

    /// <summary>
    /// Registers one <see cref="IConnectionMultiplexer"/>, with a health check and tracing. The settings come from the section
    /// <c>Aspire:StackExchange:Redis</c>, then its part of the name <paramref name="connectionName"/>, then
    /// <c>ConnectionStrings:{connectionName}</c>, then <paramref name="configureSettings"/>. A server that is not there is no error: the
    /// client connects when it comes. A second call registers nothing: whoever asks first decides where the connection goes.
    /// </summary>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        if (builder.Services.Any(static service => service.ServiceType == typeof(IConnectionMultiplexer) && !service.IsKeyedService))
            return;

        var settings = ReadSettings(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            var options = ReadOptions(services.GetRequiredService<IConfiguration>(), connectionName, settings, services.GetService<ILoggerFactory>());
            configureOptions?.Invoke(options);
            if (options.EndPoints.Count == 0)
                throw new InvalidOperationException(
                    $"No endpoints specified. Ensure a valid connection string was provided in 'ConnectionStrings:{connectionName}' or for the '{Section}:ConnectionString' configuration key.");
            var connection = ConnectionMultiplexer.Connect(options);
            services.GetService<RedisTracing>()?.Watch(connection);
            return connection;
        });

        if (!settings.DisableTracing)
            AddTracing(builder.Services);
        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                HealthCheckName, static services => new RedisHealthCheck(services), failureStatus: null, tags: null));
        if (!settings.DisableAutoActivation)
            builder.Services.AddHostedService<RedisActivation>();
    }

    private static StackExchangeRedisSettings ReadSettings(IConfiguration configuration, string connectionName)
    {
        var settings = new StackExchangeRedisSettings();
        var section = configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        if (configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        return settings;
    }

    private static ConfigurationOptions ReadOptions(
        IConfiguration configuration, string connectionName, StackExchangeRedisSettings settings, ILoggerFactory? loggers)
    {
        var options = string.IsNullOrWhiteSpace(settings.ConnectionString) ? new ConfigurationOptions() : ConfigurationOptions.Parse(settings.ConnectionString);
        options.AbortOnConnectFail = false;
        options.LoggerFactory = loggers;
        configuration.GetSection($"{Section}:ConfigurationOptions").Bind(options);
        configuration.GetSection($"{Section}:{connectionName}:ConfigurationOptions").Bind(options);
        return options;
    }

    private static void AddTracing(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisTracing>();
        services.AddHostedService(static provider => provider.GetRequiredService<RedisTracing>());
        services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource(RedisTracing.SourceName));
    }
}
