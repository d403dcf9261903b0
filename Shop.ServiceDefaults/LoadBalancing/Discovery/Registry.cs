using System.Collections.Frozen;
using dotnet_etcd;
using Etcdserverpb;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>
/// What all replicas have registered in etcd, as this process knows it. A watch tells that something has changed; what it is now is then read
/// as a whole, and also now and then without a word from the watch, so that a lost one costs seconds. While etcd is away, what was last known stays;
/// and so do the last replicas of a service that has none any more.
/// </summary>
internal sealed class Registry(EtcdConnection etcd, TimeProvider time, ILogger<Registry> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5), s_retryPause = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _signal = new(0);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrozenDictionary<string, RegisteredEndpoint[]> _known = FrozenDictionary<string, RegisteredEndpoint[]>.Empty;
    private CancellationTokenSource _changed = new();

    /// <summary>The known replicas of a service, and what tells that any have changed. The first time waits for etcd, but not for long.</summary>
    internal async ValueTask<(IReadOnlyList<RegisteredEndpoint> Known, IChangeToken Changed)> ReadAsync(string service, CancellationToken cancellationToken)
    {
        if (!_read.Task.IsCompleted)
            await _read.Task.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        // In this order: what changes in between is told by the token.
        var changed = new CancellationChangeToken(Volatile.Read(ref _changed).Token);
        return (Volatile.Read(ref _known).GetValueOrDefault(service, []), changed);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            // A client of its own each time: one keeps the stream of its watches for ever, even where that has ended with a watch that was given up.
            using var client = etcd.Connect();
            try
            {
                // One that is not confirmed, since etcd has gone again meanwhile, would be waited for for long.
                await WatchAsync(client, stoppingToken).WaitAsync(s_patience, time, stoppingToken);
                while (true)
                {
                    Apply(await ListAsync(client, stoppingToken));
                    if (isAway)
                        logger.LogInformation("The registry is back.");
                    isAway = false;
                    await _signal.WaitAsync(s_pause, stoppingToken);
                    // What has come at once is read at once.
                    while (_signal.Wait(0, CancellationToken.None))
                    {
                    }
                }
            }
            catch (Exception exception) when (EtcdConnection.IsAway(exception, stoppingToken))
            {
                if (!isAway)
                    logger.LogWarning("The registry can't be reached; what was last known is used: {Reason}", exception.Message);
                isAway = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(s_retryPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<long> WatchAsync(EtcdClient client, CancellationToken cancellationToken) => client.WatchAsync(
        new WatchRequest { CreateRequest = new() { Key = ByteString.CopyFromUtf8(etcd.Settings.Prefix), RangeEnd = ByteString.CopyFromUtf8(EtcdClient.GetRangeEnd(etcd.Settings.Prefix)) } },
        (WatchResponse response) =>
        {
            if (response.Events.Count > 0)
                _signal.Release();
        },
        cancellationToken: cancellationToken);

    private async Task<FrozenDictionary<string, RegisteredEndpoint[]>> ListAsync(EtcdClient client, CancellationToken cancellationToken)
    {
        var prefix = etcd.Settings.Prefix;
        var response = await client.GetRangeAsync(prefix, deadline: time.GetUtcNow().UtcDateTime + s_patience, cancellationToken: cancellationToken);
        return response.Kvs
            .Select(pair => (Service: pair.Key.ToStringUtf8()[prefix.Length..].Split('/')[0], Endpoint: RegisteredEndpoint.Read(pair.Value.ToStringUtf8())))
            .Where(static pair => pair.Endpoint is not null)
            .GroupBy(static pair => pair.Service, static pair => pair.Endpoint!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(static group => group.Key, static group => group.DistinctBy(static endpoint => endpoint.Address).OrderBy(static endpoint => endpoint.Address.ToString(), StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    private void Apply(FrozenDictionary<string, RegisteredEndpoint[]> found)
    {
        var known = _known.Where(pair => !found.ContainsKey(pair.Key)).Concat(found).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        var isSame = known.Count == _known.Count && known.All(pair => _known.TryGetValue(pair.Key, out var before) && before.SequenceEqual(pair.Value));
        if (!isSame)
        {
            Volatile.Write(ref _known, known);
            Interlocked.Exchange(ref _changed, new()).Cancel();
        }
        _read.TrySetResult();
    }
}
