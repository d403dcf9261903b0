using System.Globalization;
using Microsoft.Extensions.Logging;
using Rebus.Messages;
using Rebus.Retry;
using Rebus.Transport;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Sends a message that could not be handled to its queue again, due after a pause that grows from failure to failure, and in the end to the
/// error queue. A database that is away is no failure of the message, which then waits as long as it takes. What can't even be read goes to
/// the error queue at once: no pause will change it.
/// </summary>
internal sealed class RetryLater(ITransport transport, IErrorHandler errorQueue, MessagingOptions options, TimeProvider time, ILogger<RetryLater> logger) : IErrorHandler
{
    internal const string FailureKey = "shop-failure";

    public async Task HandlePoisonMessage(TransportMessage transportMessage, ITransactionContext transactionContext, ExceptionInfo exception)
    {
        var message = new TransportMessage(new(transportMessage.Headers), transportMessage.Body);
        var name = message.Headers.GetValueOrDefault(Headers.Type, "unknown");
        var id = message.Headers.GetValueOrDefault(Headers.MessageId);
        var failure = transactionContext.Items.GetValueOrDefault(FailureKey) as Exception;
        var failures = ReadFailures(message);

        if (failure is not null && DatabaseFailure.IsTransient(failure))
        {
            logger.LogWarning("{Message} {Id} waits, since something it needs is away: {Reason}", name, id, DatabaseFailure.Describe(failure));
            await DeferAsync(message, options.UnavailableDelay);
            return;
        }

        message.Headers[MessageHeaders.Failures] = (failures + 1).ToString(CultureInfo.InvariantCulture);
        message.Headers[MessageHeaders.FailedAt] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        if (failure is not null && failures < options.Delays.Count)
        {
            var delay = options.Delays[failures];
            logger.LogWarning(failure, "{Message} {Id} failed and is tried again in {Seconds} s: {Reason}", name, id, delay.TotalSeconds, failure.Message);
            await DeferAsync(message, delay);
            return;
        }

        MessagingTelemetry.DeadLettered(name);
        await errorQueue.HandlePoisonMessage(message, transactionContext, exception);
    }

    private async Task DeferAsync(TransportMessage message, TimeSpan delay)
    {
        message.Headers[Headers.DeferredUntil] = (time.GetUtcNow() + delay).ToString("O", CultureInfo.InvariantCulture);
        // Apart from the transaction of the receipt, which is rolled back but for the receipt itself.
        using var scope = new RebusTransactionScope();
        await transport.Send(transport.Address, message, scope.TransactionContext);
        await scope.CompleteAsync();
    }

    private static int ReadFailures(TransportMessage message) =>
        int.TryParse(message.Headers.GetValueOrDefault(MessageHeaders.Failures), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
