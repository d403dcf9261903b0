using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Etcdserverpb;
using Google.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>
/// Registers this process in etcd once it listens, under a lease that it keeps alive: one that dies is forgotten when that ends. Before it stops it
/// takes itself out. Nothing waits for etcd: while it is away the process serves those who know it, and registers when it is back.
/// </summary>
internal sealed class Registration(EtcdConnection etcd, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Registration> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan s_retryPause = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(2), s_lastWord = TimeSpan.FromSeconds(1);

    private readonly string _id = Guid.CreateVersion7().ToString("N");
    private readonly CancellationTokenSource _leaving = new();
    private long _lease;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _leaving.Token);
        await ListeningAsync().WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isAway = false;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                if (_lease == 0 || !await IsAliveAsync(ending.Token))
                    await RegisterAsync(ending.Token);
                isAway = false;
                await Task.Delay(etcd.Settings.Lease / 3, time, ending.Token);
            }
            catch (Exception exception) when (EtcdConnection.IsAway(exception, ending.Token))
            {
                if (!isAway)
                    logger.LogWarning("This process can't register itself: {Reason}", exception.Message);
                isAway = true;
                await Task.Delay(s_retryPause, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Before draining: who asks the registry from now on gets the others.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync();
        if (_lease == 0)
            return;
        try
        {
            await etcd.Client.LeaseRevokeAsync(new LeaseRevokeRequest { ID = _lease }, deadline: time.GetUtcNow().UtcDateTime + s_lastWord, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (EtcdConnection.IsAway(exception, CancellationToken.None))
        {
            logger.LogWarning("This process could not take itself out of the registry, which forgets it after {Seconds} s: {Reason}", etcd.Settings.Lease.TotalSeconds, exception.Message);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _leaving.Dispose();
        base.Dispose();
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var settings = etcd.Settings;
        var endpoint = new RegisteredEndpoint(settings.Address ?? Address(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []), settings.Weight, settings.Zone);
        var lease = await etcd.Client.LeaseGrantAsync(new LeaseGrantRequest { TTL = (long)settings.Lease.TotalSeconds }, deadline: Deadline(), cancellationToken: cancellationToken);
        // Known before the key is there, so that a stop in between takes it out.
        _lease = lease.ID;
        await etcd.Client.PutAsync(
            new PutRequest { Key = ByteString.CopyFromUtf8($"{settings.Prefix}{settings.Service}/{_id}"), Value = ByteString.CopyFromUtf8(endpoint.ToJson()), Lease = lease.ID },
            deadline: Deadline(), cancellationToken: cancellationToken);
        logger.LogInformation("Registered as {Service} at {Address}.", settings.Service, endpoint.Address);
    }

    /// <summary>False where the lease has ended and the key is gone with it.</summary>
    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        var left = -1L;
        await etcd.Client.LeaseKeepAlive(new LeaseKeepAliveRequest { ID = _lease }, response => left = response.TTL, patience.Token);
        return left != 0;
    }

    private DateTime Deadline() => time.GetUtcNow().UtcDateTime + s_patience;

    private Task ListeningAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task;
    }

    /// <summary>Where it listens at every address of the machine, the first that others reach.</summary>
    private static Uri Address(IEnumerable<string> addresses)
    {
        var (scheme, host, port) = addresses.Select(Parts).OrderBy(static address => address.Scheme, StringComparer.Ordinal).FirstOrDefault();
        if (scheme is null)
            throw new InvalidOperationException($"The server listens nowhere that could be registered: set {RegistrySettings.Section}:{nameof(RegistrySettings.Address)}.");
        if (host is "+" or "*" or "[::]" or "0.0.0.0")
            host = Dns.GetHostAddresses(Dns.GetHostName()).Where(static address => !IPAddress.IsLoopback(address)).OrderBy(static address => address.AddressFamily != AddressFamily.InterNetwork)
                .Select(static address => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString()).FirstOrDefault() ?? "localhost";
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}"));
    }

    /// <summary>As Kestrel writes them, which need not be URIs.</summary>
    private static (string Scheme, string Host, int Port) Parts(string address)
    {
        var scheme = address[..address.IndexOf("://", StringComparison.Ordinal)];
        var authority = address[(scheme.Length + 3)..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']')
            ? (scheme, authority[..colon], int.Parse(authority.AsSpan(colon + 1), CultureInfo.InvariantCulture))
            : (scheme, authority, scheme == "https" ? 443 : 80);
    }
}
