using Rebus.Messages;
using Rebus.Transport;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Says once that receiving fails, where the worker would log each try of each worker, and once that it works again.</summary>
internal sealed class ObservedTransport(ITransport transport, MessagingState state, TimeProvider time) : ITransport
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    public string Address => transport.Address;

    public void CreateQueue(string address) => transport.CreateQueue(address);

    public Task Send(string destinationAddress, TransportMessage message, ITransactionContext context) => transport.Send(destinationAddress, message, context);

    public async Task<TransportMessage?> Receive(ITransactionContext context, CancellationToken cancellationToken)
    {
        try
        {
            var message = await transport.Receive(context, cancellationToken);
            state.Works(MessagingPart.Receiving);
            return message;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && DatabaseFailure.IsTransient(exception))
        {
            state.Failed(MessagingPart.Receiving, DatabaseFailure.Describe(exception));
            await Task.Delay(PauseAfterFailure, time, cancellationToken);
            return null;
        }
    }
}
