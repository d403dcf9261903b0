using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Handles messages of one kind that came together in one transaction, as if they had come one after the other: for those that come most.</summary>
public interface IHandleBatches<T>
    where T : class
{
    /// <summary>It may throw: nothing of it is then done, and each message is handled alone, so that only what fails is tried again.</summary>
    /// <param name="messages">One at least, none of which has been handled before. See <see cref="GatheredItems.ForEachAsync"/> for what is published.</param>
    Task HandleAsync(IReadOnlyList<Gathered<T>> messages);
}
