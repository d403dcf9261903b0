using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rebus.Messages;
using Rebus.Pipeline;
using Rebus.Transport;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Around the handlers of a message: a span, and one transaction of the service's database that holds the inbox's row, what the handlers
/// change and what they publish. A message that comes again finds its row and changes nothing. Handlers get the context from their scope
/// and may leave saving to this step.
/// </summary>
[StepDocumentation("Handles a message once, in one transaction with what its handlers change.")]
internal sealed class HandleStep<TContext>(
    IServiceScopeFactory scopes, OutboxSignal signal, TimeProvider time, ILogger<HandleStep<TContext>> logger) : IIncomingStep
    where TContext : DbContext
{
    public async Task Process(IncomingStepContext context, Func<Task> next)
    {
        var headers = context.Load<TransportMessage>().Headers;
        var (name, id) = (headers[Headers.Type], headers[Headers.MessageId]);
        using var activity = MessagingTelemetry.StartProcess(
            name, id, headers.GetValueOrDefault(MessageHeaders.TraceParent), headers.GetValueOrDefault(MessageHeaders.TraceState));
        var begin = time.GetTimestamp();
        try
        {
            await HandleOnceAsync(context, Guid.Parse(id), name, next);
            MessagingTelemetry.Processed(name, time.GetElapsedTime(begin), null);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            activity?.SetTag("error.type", exception.GetType().FullName);
            MessagingTelemetry.Processed(name, time.GetElapsedTime(begin), exception);
            // The error handler is told only a text.
            context.Load<ITransactionContext>().Items[RetryLater.FailureKey] = exception;
            throw;
        }
    }

    private async Task HandleOnceAsync(IncomingStepContext step, Guid id, string name, Func<Task> next)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Where the activator looks for the scope to make handlers in.
        step.Save<AsyncServiceScope?>(scope);
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        // What fails rolls back all of it.
        database.Database.AutoSavepointsEnabled = false;
        await new OnceStrategy(database).ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync();
            var handledAt = time.GetUtcNow();
            if (await database.Database.ExecuteSqlRawAsync(MessagingSql.Of(database).Receive, id, handledAt) == 0)
            {
                logger.LogDebug("{Message} {Id} has been handled before.", name, id);
                return;
            }
            await next();
            await database.SaveChangesAsync();
            await transaction.CommitAsync();
        });
        // Handlers may also have published by SQL.
        signal.Raise();
    }

    /// <summary>
    /// EF's retrying strategy refuses a transaction that spans several calls unless it may repeat all of them. Here it is the message that is
    /// repeated, so everything runs once, within a strategy that never retries.
    /// </summary>
    private sealed class OnceStrategy(DbContext context) : ExecutionStrategy(context, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => false;
    }
}
