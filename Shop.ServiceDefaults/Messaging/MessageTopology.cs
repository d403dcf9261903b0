using Microsoft.Extensions.Configuration;
using Rebus.Subscriptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Which queues get which message. Declared here and not by subscribing at run time: an event that is published before its reader was ever
/// started lies in the reader's queue and waits, and publishing asks no database who wants it. What nobody declared can't be published.
/// Another system gets copies by <c>Messaging:Subscribers:&lt;message&gt;:&lt;n&gt; = &lt;queue&gt;</c>.
/// </summary>
public sealed class MessageTopology(IConfiguration configuration) : ISubscriptionStorage
{
    private const string Catalog = "catalog", Orders = "orders", Users = "users";

    private static readonly Dictionary<string, string[]> s_declared = new(StringComparer.Ordinal)
    {
        ["shop.checkout-accepted.v1"] = [Orders],
        ["shop.reservation-expired.v1"] = [Orders],
        ["shop.stock-confirmed.v1"] = [Orders],
        ["shop.stock-shortage.v1"] = [Orders],
        ["shop.order-paid.v1"] = [Catalog],
        ["shop.order-cancelled.v1"] = [Catalog],
        ["shop.payment-failed.v1"] = [Catalog],
        ["shop.product-reviewed.v1"] = [Catalog],
        ["shop.order-notice.v1"] = [Users],
        ["shop.order-shipped.v1"] = [],
        ["shop.order-received.v1"] = [],
    };

    private readonly Dictionary<string, string[]> _subscribers = Read(configuration);

    public IReadOnlyCollection<string> Messages => _subscribers.Keys;

    /// <exception cref="InvalidOperationException">Nobody has declared the message: it would be lost without a word.</exception>
    public IReadOnlyList<string> SubscribersOf(string message) => _subscribers.TryGetValue(message, out var queues)
        ? queues
        : throw new InvalidOperationException($"The message {message} has no subscribers. {nameof(MessageTopology)} declares who gets it.");

    internal void RequireSubscriber(string message, string queue)
    {
        if (!SubscribersOf(message).Contains(queue, StringComparer.Ordinal))
            throw new InvalidOperationException($"{queue} handles {message}, but {nameof(MessageTopology)} does not send it there.");
    }

    public bool IsCentralized => true;

    public Task<IReadOnlyList<string>> GetSubscriberAddresses(string topic) => Task.FromResult(SubscribersOf(topic));

    public Task RegisterSubscriber(string topic, string subscriberAddress)
    {
        RequireSubscriber(topic, subscriberAddress);
        return Task.CompletedTask;
    }

    public Task UnregisterSubscriber(string topic, string subscriberAddress) =>
        throw new NotSupportedException($"Subscriptions are declared in {nameof(MessageTopology)}.");

    private static Dictionary<string, string[]> Read(IConfiguration configuration)
    {
        var all = new Dictionary<string, string[]>(s_declared, StringComparer.Ordinal);
        foreach (var message in configuration.GetSection("Messaging:Subscribers").GetChildren())
        {
            var more = message.GetChildren().Select(static queue => queue.Value).OfType<string>();
            all[message.Key] = [.. all.GetValueOrDefault(message.Key, []).Concat(more).Distinct(StringComparer.Ordinal)];
        }
        return all;
    }
}
