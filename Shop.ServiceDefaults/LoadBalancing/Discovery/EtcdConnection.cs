using dotnet_etcd;
using Grpc.Core;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>The one connection to etcd of this process, made when it is first used.</summary>
internal sealed class EtcdConnection(RegistrySettings settings) : IDisposable
{
    private readonly Lazy<EtcdClient> _client = new(() => Connect(settings));

    internal RegistrySettings Settings => settings;

    internal EtcdClient Client => _client.Value;

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
            if (isPlain)
                options.Credentials = ChannelCredentials.Insecure;
        });
        if (settings.User is { } user)
            client.SetCredentials(user, settings.Password ?? "");
        return client;
    }
}
