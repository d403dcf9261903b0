using Microsoft.Extensions.DependencyInjection;
using Rebus.Handlers;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What a service reads from its queue, and who handles it.</summary>
public sealed class MessageHandlers
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly IServiceCollection _services;

    internal MessageHandlers(string queue, IServiceCollection services) => (Queue, _services) = (queue, services);

    internal string Queue { get; }

    internal IReadOnlyDictionary<string, Type> Types => _types;

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
}
