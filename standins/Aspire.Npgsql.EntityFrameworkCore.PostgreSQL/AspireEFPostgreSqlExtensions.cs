using System.Diagnostics.CodeAnalysis;
using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Microsoft.Extensions.Hosting;

public static class AspireEFPostgreSqlExtensions
{
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    private const DynamicallyAccessedMemberTypes ContextMembers =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>
    /// Registers a pooled <typeparamref name="TContext"/> on PostgreSQL, with retries, a health check named after the context, tracing
    /// and metrics. The settings come from the section <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c>, then its part of the
    /// context's name, then that of <paramref name="connectionName"/>, then <c>ConnectionStrings:{connectionName}</c>, then
    /// <paramref name="configureSettings"/>. Without a connection string the first use of the context throws, not the start.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="TContext"/> is registered already.</exception>
    public static void AddNpgsqlDbContext<[DynamicallyAccessedMembers(ContextMembers)] TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        if (builder.Services.Any(static service => service.ServiceType == typeof(TContext)))
            throw new InvalidOperationException(
                $"DbContext<{typeof(TContext).Name}> is already registered. Please ensure 'services.AddDbContext<{typeof(TContext).Name}>()' is not used when calling 'AddNpgsqlDbContext()'.");

        var settings = ReadSettings<TContext>(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            if (string.IsNullOrWhiteSpace(settings.ConnectionString) && !EF.IsDesignTime)
                throw new InvalidOperationException(
                    $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' or under the 'ConnectionString' key in '{Section}' or '{Section}:{typeof(TContext).Name}' configuration section.");
            options.UseNpgsql(settings.ConnectionString, npgsql => Configure(npgsql, settings));
            configureDbContextOptions?.Invoke(options);
        });

        if (!settings.DisableHealthChecks)
            AddHealthCheck<TContext>(builder.Services);
        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddNpgsql());
        if (!settings.DisableMetrics)
            builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter("Npgsql"));
    }

    private static NpgsqlEntityFrameworkCorePostgreSQLSettings ReadSettings<TContext>(IConfiguration configuration, string connectionName)
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(typeof(TContext).Name).Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        if (configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        return settings;
    }

    private static void Configure(NpgsqlDbContextOptionsBuilder npgsql, NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
    {
        if (!settings.DisableRetry)
            npgsql.EnableRetryOnFailure();
        if (settings.CommandTimeout is { } seconds)
            npgsql.CommandTimeout(seconds);
    }

    private static void AddHealthCheck<[DynamicallyAccessedMembers(ContextMembers)] TContext>(IServiceCollection services)
        where TContext : DbContext
    {
        var name = typeof(TContext).Name;
        services.AddHealthChecks();
        services.Configure<HealthCheckServiceOptions>(options =>
        {
            if (options.Registrations.All(registration => registration.Name != name))
                options.Registrations.Add(new HealthCheckRegistration(
                    name, static provider => new NpgsqlHealthCheck<TContext>(provider.GetRequiredService<TContext>()), failureStatus: null, tags: null));
        });
    }
}
