using System.Collections.Concurrent;
using System.Reflection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// What a message is called on the wire: <c>shop.checkout-accepted.v1</c>. Writer and reader each have a record of their own that bears the
/// name; the reader's holds what it reads. A change that an older reader would misunderstand is a new version, published beside the old one.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MessageAttribute(string name) : Attribute
{
    private static readonly ConcurrentDictionary<Type, string> s_names = new();

    public string Name { get; } = name;

    /// <exception cref="InvalidOperationException">The type has no name.</exception>
    public static string NameOf(Type type) => s_names.GetOrAdd(type, static type =>
        type.GetCustomAttribute<MessageAttribute>()?.Name
        ?? throw new InvalidOperationException($"{type} is no message: it has no [Message(\"...\")]."));
}
