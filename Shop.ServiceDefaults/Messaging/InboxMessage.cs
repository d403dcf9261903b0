namespace Shop.ServiceDefaults.Messaging;

/// <summary>That a message has been handled, written in the transaction of its effect.</summary>
public sealed class InboxMessage
{
    public required Guid Id { get; init; }

    public required DateTimeOffset HandledAt { get; init; }
}
