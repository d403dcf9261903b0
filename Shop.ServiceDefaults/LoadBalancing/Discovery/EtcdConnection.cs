using dotnet_etcd;
using Grpc.Core;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>How etcd is reached.</summary>
internal sealed class EtcdConnection(RegistrySettings settings) : IDisposable
{
    /// <summary>Between attempts to connect, which otherwise come to be two minutes apart: so long nobody would learn that etcd is back.</summary>
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(2);

    private readonly Lazy<EtcdClient> _client = new(() => Connect(settings));

    internal RegistrySettings Settings => settings;

    /// <summary>The one for single calls, made when it is first used.</summary>
    internal EtcdClient Client => _client.Value;

    /// <summary>One of the caller's own, who disposes of it.</summary>
    internal EtcdClient Connect() => Connect(settings);

    /// <summary>Whether a failure means that etcd does not answer, and not that whoever asked has given up.</summary>
    internal static bool IsAway(Exception exception, CancellationToken cancellationToken) =>
        exception is RpcException or HttpRequestException or InvalidOperationException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static EtcdClient Connect(RegistrySettings settings)
    {
        var isPlain = !settings.Etcd!.Contains("https://", StringComparison.OrdinalIgnoreCase);
        var client = new EtcdClient(settings.Etcd, configureChannelOptions: options =>
        {
            options.MaxReconnectBackoff = s_longestBackoff;
            if (isPlain)
                options.Credentials = ChannelCredentials.Insecure;
        });
        if (settings.User is { } user)
            client.SetCredentials(user, settings.Password ?? "");
        return client;
    }
}
