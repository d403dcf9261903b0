using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rebus.Messages;
using Rebus.Pipeline;
using Rebus.Transport;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Around the handlers of a message: a span, and one transaction of the service's database, alone or with others of its kind. Handlers get the context from
/// their scope and may leave saving to it.
/// </summary>
[StepDocumentation("Handles a message once, in one transaction with what its handlers change.")]
internal sealed class HandleStep<TContext> : IIncomingStep, IDisposable
    where TContext : DbContext
{
    private readonly InboxTransaction<TContext> _inbox;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Gathering<Received, bool>> _gatherings;
    private readonly SemaphoreSlim _alone;

    public HandleStep(InboxTransaction<TContext> inbox, MessageHandlers handlers, MessagingOptions options, TimeProvider time)
    {
        (_inbox, _time, _alone) = (inbox, time, new(options.Parallelism));
        _gatherings = handlers.Batches.ToDictionary(
            static batch => batch.Key, batch => new Gathering<Received, bool>(messages => HandleTogetherAsync(messages, batch.Value)), StringComparer.Ordinal);
    }

    public async Task Process(IncomingStepContext context, Func<Task> next)
    {
        var headers = context.Load<TransportMessage>().Headers;
        var (name, id) = (headers[Headers.Type], headers[Headers.MessageId]);
        using var activity = MessagingTelemetry.StartProcess(
            name, id, headers.GetValueOrDefault(MessageHeaders.TraceParent), headers.GetValueOrDefault(MessageHeaders.TraceState));
        var begin = _time.GetTimestamp();
        try
        {
            // Those that gather are handled here, and not by Rebus's next steps.
            await (_gatherings.TryGetValue(name, out var gathering)
                ? gathering.DoAsync(new(Guid.Parse(id), context.Load<Message>().Body))
                : HandleAloneAsync(context, Guid.Parse(id), next));
            MessagingTelemetry.Processed(name, _time.GetElapsedTime(begin), null);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            activity?.SetTag("error.type", exception.GetType().FullName);
            MessagingTelemetry.Processed(name, _time.GetElapsedTime(begin), exception);
            // The error handler is told only a text.
            context.Load<ITransactionContext>().Items[RetryLater.FailureKey] = exception;
            throw;
        }
    }

    public void Dispose() => _alone.Dispose();

    private async Task HandleAloneAsync(IncomingStepContext context, Guid id, Func<Task> next)
    {
        await _alone.WaitAsync();
        try
        {
            await _inbox.RunAsync([id], (scope, _) =>
            {
                // Where the activator looks for the scope to make handlers in.
                context.Save<AsyncServiceScope?>(scope);
                return next();
            });
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <returns>Of each that it is handled, now or before.</returns>
    private async Task<IReadOnlyList<bool>> HandleTogetherAsync(IReadOnlyList<Gathered<Received>> messages, MessageHandlers.Batch handle)
    {
        await _inbox.RunAsync(
            // In order of ids, as everyone notes several.
            [.. messages.Select(static message => message.Item.Id).Distinct().Order()],
            (scope, received) => handle(scope.ServiceProvider, [.. messages.Where(message => received.Contains(message.Item.Id)).DistinctBy(static message => message.Item.Id)]));
        return [.. messages.Select(static _ => true)];
    }
}
