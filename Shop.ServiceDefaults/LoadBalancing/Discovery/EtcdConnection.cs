using dotnet_etcd;
using Grpc.Core;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>The one connection to etcd of this process, made when it is first used.</summary>
internal sealed class EtcdConnection(RegistrySettings settings) : IDisposable
{
    private readonly Lazy<EtcdClient> _client = new(() => Connect(settings));

    internal RegistrySettings Settings => settings;

    internal EtcdClient Client => _client.Value;

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
