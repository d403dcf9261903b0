using Microsoft.Extensions.DependencyInjection;
using Rebus.Handlers;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What a service reads from its queue, and who handles it.</summary>
public sealed class MessageHandlers
{
    /// <summary>Handles messages by a handler of the scope.</summary>
    internal delegate Task Batch(IServiceProvider scope, IReadOnlyList<Gathered<Received>> messages);

    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Batch> _batches = new(StringComparer.Ordinal);
    private readonly IServiceCollection _services;

    internal MessageHandlers(string queue, IServiceCollection services) => (Queue, _services) = (queue, services);

    internal string Queue { get; }

    internal IReadOnlyDictionary<string, Type> Types => _types;

    /// <summary>How those are handled that may come many at a time.</summary>
    internal IReadOnlyDictionary<string, Batch> Batches => _batches;

    /// <summary>
    /// The handler is made for each message, in the scope whose context has begun the message's transaction. It may throw: nothing of it is
    /// then done, and the message is tried again later.
    /// </summary>
    public MessageHandlers Handle<TMessage, THandler>()
        where TMessage : class
        where THandler : class, IHandleMessages<TMessage>
    {
        _types[MessageAttribute.NameOf(typeof(TMessage))] = typeof(TMessage);
        _services.AddScoped<IHandleMessages<TMessage>, THandler>();
        return this;
    }

    /// <summary>The handler is made for each batch, in the scope whose context has begun the batch's transaction.</summary>
    public MessageHandlers HandleBatches<TMessage, THandler>()
        where TMessage : class
        where THandler : class, IHandleBatches<TMessage>
    {
        var name = MessageAttribute.NameOf(typeof(TMessage));
        _types[name] = typeof(TMessage);
        _batches[name] = static (scope, messages) => scope.GetRequiredService<IHandleBatches<TMessage>>()
            .HandleAsync([.. messages.Select(static received => new Gathered<TMessage>((TMessage)received.Item.Message, received.Span))]);
        _services.AddScoped<IHandleBatches<TMessage>, THandler>();
        return this;
    }
}

/// <param name="Id">The message's.</param>
/// <param name="Message">What it says.</param>
internal sealed record Received(Guid Id, object Message);
