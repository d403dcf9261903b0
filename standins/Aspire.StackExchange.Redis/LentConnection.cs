using System.Reflection;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// The connection, for those who would close it with themselves: the caches dispose what their factory gave them, though others still
/// use it and the container disposes it. A proxy, since the interface has dozens of members and keeps gaining new ones.
/// </summary>
public class LentConnection : DispatchProxy
{
    private IConnectionMultiplexer? _connection;

    /// <summary>The same connection, which closing and disposing leave open.</summary>
    public static IConnectionMultiplexer Of(IConnectionMultiplexer connection)
    {
        var lent = Create<IConnectionMultiplexer, LentConnection>();
        ((LentConnection)lent)._connection = connection;
        return lent;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IDisposable.Dispose) or nameof(IConnectionMultiplexer.Close) => null,
        nameof(IAsyncDisposable.DisposeAsync) => ValueTask.CompletedTask,
        nameof(IConnectionMultiplexer.CloseAsync) => Task.CompletedTask,
        _ => targetMethod.Invoke(_connection, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null),
    };
}
