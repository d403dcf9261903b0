using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rebus.Bus;
using Rebus.Config;
using Rebus.Pipeline;
using Rebus.Pipeline.Receive;
using Rebus.Retry;
using Rebus.Retry.Simple;
using Rebus.Serialization.Custom;
using Rebus.Serialization.Json;
using Rebus.ServiceProvider;
using Rebus.Subscriptions;
using Rebus.Transport;
using Rebus.Workers.ThreadPoolBased;
using Rebus.Workers.TplBased;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging.PostgreSql;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Runs Rebus, the outbox's forwarder and the queue's listener for as long as the service runs. Starts in the background and tries for as
/// long as the broker is away; at the end lets running handlers finish.
/// </summary>
internal sealed class MessageBus<TContext>(
    IServiceProvider services,
    MessageHandlers handlers,
    BrokerAddress broker,
    OutboxForwarder<TContext> forwarder,
    QueueWatch<TContext> watch,
    HandleStep<TContext> handleStep,
    MessageTopology topology,
    MessagingState state,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers,
    DatabaseMigrationProgress? migration = null) : BackgroundService
    where TContext : DbContext
{
    internal const string ErrorQueueName = "error";

    /// <summary>Below the time that the host has to stop.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private const int LongestErrorDetails = 4000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var signal = new QueueSignal(options.Prefetch, time);
        // The broker: what comes in its place stands here, and gives its own subscriptions to the topology's queues. It ends after the bus.
        await using var transport = new PostgreSqlTransport(broker.ConnectionString, handlers.Queue, options.Prefetch, signal, time);
        using var bus = await StartAsync(transport, signal, stoppingToken);
        if (bus is null)
            return;
        state.Started();
        await Task.WhenAll(
            forwarder.RunAsync(transport, stoppingToken),
            new QueueListener(broker.ConnectionString, handlers.Queue, signal, state, time).RunAsync(stoppingToken),
            watch.RunAsync(stoppingToken));
        // Disposing waits for the handlers that run, and blocks meanwhile.
        await Task.Run(bus.Dispose, CancellationToken.None);
    }

    /// <summary>Null where the service was stopped before the broker came.</summary>
    private async Task<IBus?> StartAsync(PostgreSqlTransport transport, QueueSignal signal, CancellationToken stoppingToken)
    {
        // The host starts the others meanwhile: what follows is long and partly synchronous.
        await Task.Yield();
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await PostgreSqlSchema.EnsureAsync(broker.ConnectionString, stoppingToken);
                // Outbox and inbox come with the service's own migration.
                if (migration is not null)
                    await migration.Completion.WaitAsync(stoppingToken);
                return Configure(transport, signal).Start();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception) when (DatabaseFailure.IsTransient(exception) || DatabaseFailure.IsMissingDatabase(exception))
            {
                state.Waiting($"Waiting for the message broker: {DatabaseFailure.Describe(exception)}");
            }
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private RebusConfigurer Configure(PostgreSqlTransport transport, QueueSignal signal) => Rebus.Config.Configure
        .With(new DependencyInjectionHandlerActivator(services))
        .Logging(logging => logging.Use(new RebusLogging(loggers)))
        .Transport(o => o.Register(_ => transport))
        .Subscriptions(subscriptions => subscriptions.OtherService<ISubscriptionStorage>().Register(_ => topology))
        .Serialization(serialization =>
        {
            serialization.UseSystemTextJson(MessageJson.Options);
            var names = serialization.UseCustomMessageTypeNames();
            foreach (var (name, type) in handlers.Types)
                names.AddWithCustomName(type, name);
        })
        .Options(o =>
        {
            o.SetBusName(handlers.Queue);
            o.SetNumberOfWorkers(options.Prefetch);
            o.SetMaxParallelism(options.Prefetch);
            o.SetWorkerShutdownTimeout(ShutdownTimeout);
            o.UseTplToReceiveMessages();
            // One try: the next ones are RetryLater's.
            o.RetryStrategy(ErrorQueueName, maxDeliveryAttempts: 1, errorDetailsHeaderMaxLength: LongestErrorDetails);
            o.Register<IExceptionLogger>(_ => new SilentExceptionLogger());
            o.Register<IBackoffStrategy>(_ => signal);
            o.Decorate<ITransport>(c => new ObservedTransport(c.Get<ITransport>(), state, time));
            o.Decorate<IErrorHandler>(c => new RetryLater(c.Get<ITransport>(), c.Get<IErrorHandler>(), options, time, loggers.CreateLogger<RetryLater>()));
            o.Decorate<IPipeline>(c => new PipelineStepInjector(c.Get<IPipeline>())
                .OnReceive(handleStep, PipelineRelativePosition.Before, typeof(ActivateHandlersStep)));
        });

    /// <summary><see cref="RetryLater"/> says it, with what follows from it.</summary>
    private sealed class SilentExceptionLogger : IExceptionLogger
    {
        public void LogException(string messageId, Exception exception, int errorCount, bool isFinal) { }
    }
}

internal sealed record BrokerAddress(string ConnectionString);
