using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Policies;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// The endpoints that may be chosen at the moment, in tiers: those of the own zone before those of others, and a smaller priority before a
/// larger one. A tier takes everything while enough of it is available, and passes on the more the fewer are left. It never changes: whatever
/// happens makes a new one. Source: Envoy's priority levels, overprovisioning factor and panic threshold.
/// </summary>
internal sealed class EndpointSet
{
    /// <summary>A tier is full while 1 / 1.4 = 71 % of it is available: so much the others can take over.</summary>
    private const double Overprovisioning = 1.4;

    private readonly Tier[] _tiers;
    private readonly TimeSpan _slowStart;

    internal EndpointSet(IReadOnlyCollection<Endpoint> endpoints, BalancingSettings settings, TimeSpan now)
    {
        _slowStart = settings.SlowStart;
        Available = endpoints.Count(endpoint => endpoint.Health.IsAvailable(now));
        IsPanic = Available == 0 || Available < endpoints.Count * settings.PanicThreshold;
        ValidUntil = endpoints.Select(static endpoint => endpoint.Health.AvailableFrom).Where(from => from > now).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        _tiers = Tiers(endpoints, settings, endpoint => IsPanic || endpoint.Health.IsAvailable(now));
    }

    internal int Available { get; }

    /// <summary>So few are available that all are used.</summary>
    internal bool IsPanic { get; }

    /// <summary>The next moment at which an endpoint returns.</summary>
    internal TimeSpan ValidUntil { get; }

    internal Endpoint? Choose(in ChoiceContext context)
    {
        if (_tiers.Length == 1)
            return Choose(_tiers[0].Policy, context);
        var first = Draw(context.Key);
        for (var i = 0; i < _tiers.Length; i++)
        {
            // Where the tier has no room, the next one.
            if (Choose(_tiers[(first + i) % _tiers.Length].Policy, context) is { } endpoint)
                return endpoint;
        }
        return null;
    }

    private Endpoint? Choose(Policy policy, in ChoiceContext context)
    {
        var endpoint = policy.Choose(context);
        if (endpoint is null || endpoint.SlowStart.Takes(_slowStart, context.Now))
            return endpoint;
        // Where there is nobody else it has to do the work cold.
        return policy.Choose(context.Without(endpoint)) ?? endpoint;
    }

    private int Draw(ulong? key)
    {
        // By the key, so that one key keeps to its tier; multiplied, since its place on the ring is the same number.
        var drawn = key is { } hash ? ((hash * 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53)) : Random.Shared.NextDouble();
        var i = 0;
        while (i < _tiers.Length - 1 && drawn >= _tiers[i].Upto)
            i++;
        return i;
    }

    private static Tier[] Tiers(IReadOnlyCollection<Endpoint> endpoints, BalancingSettings settings, Func<Endpoint, bool> isAvailable)
    {
        var tiers = new List<(Policy Policy, double Share)>();
        var rest = 1.0;
        foreach (var group in endpoints
            .GroupBy(endpoint => (endpoint.Traits.Priority, IsForeign: settings.Zone is { } zone && endpoint.Traits.Zone != zone))
            .OrderBy(static group => group.Key))
        {
            var available = group.Where(isAvailable).ToArray();
            if (available.Length == 0)
                continue;
            var share = Math.Min(rest, Overprovisioning * available.Length / group.Count());
            rest -= share;
            tiers.Add((Policy.Create(settings, available), share));
        }
        // Where all together are too few, they share what they would have to pass on.
        var upto = 0.0;
        return [.. tiers.Select(tier => new Tier(tier.Policy, upto += tier.Share / (1 - rest)))];
    }

    /// <param name="Policy">Over the endpoints of this tier.</param>
    /// <param name="Upto">A number drawn from 0 to 1 below it, and not below that of the tier before, belongs to this one.</param>
    private readonly record struct Tier(Policy Policy, double Upto);
}
