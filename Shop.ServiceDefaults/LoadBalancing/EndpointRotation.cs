using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>In which order a request tries the endpoints of a service: in turn, those that could not be reached lately last.</summary>
internal sealed class EndpointRotation(TimeProvider time)
{
    /// <summary>After it an endpoint is tried again; a restarted replica is back within that time.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, StrongBox<uint>> _turns = new();
    private readonly ConcurrentDictionary<string, long> _unreachable = new();

    internal ServiceEndpoint[] Order(string service, IReadOnlyList<ServiceEndpoint> endpoints)
    {
        var count = endpoints.Count;
        if (count < 2)
            return [.. endpoints];
        // Per service: with one turn for all, two services asked alternately would each meet the same replica for ever.
        var turn = Interlocked.Increment(ref _turns.GetOrAdd(service, static _ => new()).Value);
        var ordered = new ServiceEndpoint[count];
        var (first, last) = (0, count);
        for (var i = 0; i < count; i++)
        {
            var endpoint = endpoints[(int)((turn + (uint)i) % (uint)count)];
            if (IsPaused(endpoint))
                ordered[--last] = endpoint;
            else
                ordered[first++] = endpoint;
        }
        return ordered;
    }

    internal void Unreachable(ServiceEndpoint endpoint) => _unreachable[Key(endpoint)] = time.GetTimestamp();

    internal void Reached(ServiceEndpoint endpoint)
    {
        if (!_unreachable.IsEmpty)
            _unreachable.TryRemove(Key(endpoint), out _);
    }

    private bool IsPaused(ServiceEndpoint endpoint) =>
        !_unreachable.IsEmpty && _unreachable.TryGetValue(Key(endpoint), out var since) && time.GetElapsedTime(since) < Pause;

    private static string Key(ServiceEndpoint endpoint) => endpoint.EndPoint.ToString()!;
}
