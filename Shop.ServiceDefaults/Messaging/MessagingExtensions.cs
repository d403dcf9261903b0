using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Messaging.PostgreSql;

namespace Microsoft.Extensions.Hosting;

public static class MessagingExtensions
{
    private const string ConnectionName = "messagingdb";

    /// <summary>
    /// Lets the service publish from the outbox in <typeparamref name="TContext"/> (see <c>ModelBuilder.AddMessaging</c>) and handle what comes
    /// to <paramref name="queue"/>, each message once and in one transaction with its effect. The broker is the database <c>messagingdb</c>.
    /// </summary>
    public static IHostApplicationBuilder AddMessaging<TContext>(this IHostApplicationBuilder builder, string queue, Action<MessageHandlers>? handle = null)
        where TContext : DbContext
    {
        var services = builder.Services;
        var topology = new MessageTopology(builder.Configuration);
        var handlers = new MessageHandlers(queue, services);
        handle?.Invoke(handlers);
        // Said at the start, and not by messages that never come.
        foreach (var message in handlers.Types.Keys)
            topology.RequireSubscriber(message, queue);

        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MessagingOptions>().BindConfiguration("Messaging").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<Options.IOptions<MessagingOptions>>().Value);
        services.AddSingleton(topology);
        services.AddSingleton(handlers);
        services.AddSingleton(new BrokerAddress(
            // For what was taken together, the forwarder and the watch, with one to spare.
            PooledConnection.Configure(builder.Configuration.GetConnectionString(ConnectionName) ?? "", connections: PostgreSqlTransport.MostDeliveries + 3, statements: 10)));
        services.AddSingleton<MessagingState>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxForwarder<TContext>>();
        services.AddSingleton<QueueWatch<TContext>>();
        services.AddSingleton<InboxTransaction<TContext>>();
        services.AddSingleton<HandleStep<TContext>>();
        services.AddSingleton(static provider => new ErrorQueue(provider.GetRequiredService<BrokerAddress>()));
        services.AddHostedService<MessageBus<TContext>>();
        services.AddHealthChecks().Add(new("messaging", static provider => provider.GetRequiredService<MessagingState>(), failureStatus: null, tags: null));
        services.ConfigureDbContext<TContext>(static (provider, options) => options.AddInterceptors(AfterCommit.Interceptor, new OutboxInterceptor(provider.GetRequiredService<OutboxSignal>())));
        services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddSource(MessagingTelemetry.Name));
        services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(MessagingTelemetry.Name));
        return builder;
    }
}
