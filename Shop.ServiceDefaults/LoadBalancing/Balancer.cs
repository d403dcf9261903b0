using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Failover;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// Balances the requests of this process to one service: knows its endpoints and how they are, and chooses one for each attempt. The choice
/// only reads; discovery, settings and health, where they have changed, are worked into a new <see cref="EndpointSet"/> under the lock.
/// </summary>
internal sealed class Balancer(string authority, string service, BalancingMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly BalancingSettings s_defaults = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<Uri, Endpoint> _known = [];
    private readonly RetryBudget _retries = new();
    private Endpoint[] _endpoints = [];
    private int _version;
    private State? _state;

    /// <summary>What service discovery is asked for: the name with its scheme.</summary>
    internal string Authority => authority;

    internal string Service => service;

    /// <summary>Those that apply; their defaults while nothing is known of the service yet.</summary>
    internal BalancingSettings Settings => _state?.Settings ?? s_defaults;

    internal double RetriesLeft => _state is { } state ? _retries.Left(state.Settings, time.Moment()) : 0;

    internal IReadOnlyList<Endpoint> Endpoints => Volatile.Read(ref _endpoints);

    /// <summary>Takes what discovery and configuration say; cheap where neither has changed.</summary>
    internal void Apply(ServiceEndpointSource source, BalancingSettings settings)
    {
        if (Volatile.Read(ref _state) is { } state && ReferenceEquals(state.Source, source) && ReferenceEquals(state.Settings, settings))
            return;
        lock (_lock)
        {
            var now = time.Moment();
            _state = Discover(source, settings, now) || _state is null || _state.Settings != settings
                ? new(source, settings, _version, new(_endpoints, settings, now))
                : _state with { Source = source, Settings = settings };
        }
    }

    /// <summary>Null where every endpoint is full or has been tried.</summary>
    internal Endpoint? Choose(ulong? key = null, List<Endpoint>? tried = null)
    {
        var now = time.Moment();
        return Current(now).Choose(new(now, key, tried));
    }

    /// <summary>Chooses an endpoint and counts a request in, which <see cref="Leave"/> counts out.</summary>
    internal Endpoint? Enter(ulong? key, List<Endpoint>? tried)
    {
        // The last place may be taken between the choice and the entry.
        while (Choose(key, tried) is { } endpoint)
        {
            if (endpoint.TryEnter())
                return endpoint;
        }
        return null;
    }

    /// <summary>Counts a request, of which there may be several attempts.</summary>
    internal void Begin() => _retries.Request(time.Moment());

    /// <summary>Whether one more attempt at a request is within the budget.</summary>
    internal bool TryRepeat() => _retries.TrySpend(Settings, time.Moment());

    /// <summary>Whether a second request is within the budget that only makes an answer come sooner.</summary>
    internal bool TryHedge() => _retries.TrySpendOnHedge(Settings, time.Moment());

    /// <summary>The endpoints that may be chosen now.</summary>
    internal EndpointSet Current() => Current(time.Moment());

    /// <summary>Learns from an attempt that is over.</summary>
    internal void Leave(Endpoint endpoint, Outcome outcome, TimeSpan elapsed)
    {
        endpoint.Exit();
        var now = time.Moment();
        metrics.Attempted(service, endpoint, outcome);
        endpoint.Latency.Observe(outcome, elapsed, now);
        if (endpoint.Health.Count(outcome, Settings.Ejection, now) is { } reason)
            Eject(endpoint, outcome, reason, now);
    }

    /// <summary>It has answered that it is about to stop.</summary>
    internal void Draining(Endpoint endpoint)
    {
        lock (_lock)
        {
            var now = time.Moment();
            if (!endpoint.Health.Drain(now))
                return;
            endpoint.SlowStart.Begin(endpoint.Health.AvailableFrom);
            _version++;
        }
        logger.LogInformation("{Service} at {Endpoint} is about to stop, and gets no further requests.", service, endpoint);
    }

    /// <summary>It has answered a probe, or has not.</summary>
    internal void Probed(Endpoint endpoint, bool healthy)
    {
        lock (_lock)
        {
            var now = time.Moment();
            if (!endpoint.Health.Probed(healthy, Settings.Probe, now))
                return;
            if (healthy)
                endpoint.SlowStart.Begin(now);
            _version++;
        }
        if (healthy)
            logger.LogInformation("{Service} at {Endpoint} answers its probe again.", service, endpoint);
        else
            logger.LogWarning("{Service} at {Endpoint} is left out: it does not answer its probe.", service, endpoint);
    }

    private EndpointSet Current(TimeSpan now)
    {
        var state = Volatile.Read(ref _state) ?? throw new InvalidOperationException("Nothing is known of the service yet.");
        if (state.Version == Volatile.Read(ref _version) && now < state.Set.ValidUntil)
            return state.Set;
        lock (_lock)
        {
            state = _state!;
            if (state.Version != _version || now >= state.Set.ValidUntil)
                _state = state = state with { Version = _version, Set = new(_endpoints, state.Settings, now) };
            return state.Set;
        }
    }

    private void Eject(Endpoint endpoint, Outcome outcome, string reason, TimeSpan now)
    {
        TimeSpan duration;
        lock (_lock)
        {
            var settings = Settings.Ejection;
            var ejected = _endpoints.Count(other => other.Health.IsEjected(now));
            if (endpoint.Health.IsEjected(now) || ejected + 1 > _endpoints.Length * settings.MaxShare)
                return;
            duration = endpoint.Health.Eject(outcome, settings, now);
            endpoint.Latency.Forget();
            endpoint.SlowStart.Begin(endpoint.Health.AvailableFrom);
            _version++;
        }
        metrics.Ejected(service, endpoint, outcome);
        logger.LogWarning("{Service} at {Endpoint} is left out for {Seconds} s: {Reason}.", service, endpoint, duration.TotalSeconds, reason);
    }

    /// <summary>Those that stay keep what is known of them; those that come to others warm up.</summary>
    /// <returns>Whether anything is different.</returns>
    private bool Discover(ServiceEndpointSource source, BalancingSettings settings, TimeSpan now)
    {
        var (isFirst, isChanged) = (_state is null, false);
        var scheme = authority[..authority.IndexOf(':')];
        var found = new Dictionary<Uri, Endpoint>();
        foreach (var discovered in source.Endpoints)
        {
            var address = Endpoint.AddressOf(discovered.EndPoint, scheme);
            if (found.ContainsKey(address))
                continue;
            if (!_known.TryGetValue(address, out var endpoint))
            {
                endpoint = new Endpoint(address);
                if (!isFirst)
                    endpoint.SlowStart.Begin(now);
            }
            found.Add(address, endpoint);
            endpoint.Limit = settings.MaxRequestsPerEndpoint;
            var traits = Traits(endpoint, discovered, settings);
            isChanged |= endpoint.Traits != traits;
            endpoint.Traits = traits;
            if (settings.Probe.Path is null)
                endpoint.Health.ForgetProbes();
        }
        if (!isChanged && _endpoints.SequenceEqual(found.Values))
            return false;
        _known.Clear();
        foreach (var (address, endpoint) in found)
            _known.Add(address, endpoint);
        _endpoints = [.. found.Values];
        return true;
    }

    private static EndpointTraits Traits(Endpoint endpoint, ServiceEndpoint discovered, BalancingSettings settings) =>
        settings.Endpoints.FirstOrDefault(configured => configured.Address.Equals(endpoint.Name, StringComparison.OrdinalIgnoreCase)) is { } configured
            ? new(configured.Weight, configured.Zone)
            : discovered.Features.Get<EndpointTraits>() ?? EndpointTraits.Default;

    private sealed record State(ServiceEndpointSource Source, BalancingSettings Settings, int Version, EndpointSet Set);
}
