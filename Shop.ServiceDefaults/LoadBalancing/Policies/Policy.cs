using Shop.ServiceDefaults.LoadBalancing.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// Chooses one of a fixed set of endpoints, without allocating. Made anew whenever the set changes, so that a ring or a cycle is worked out
/// once and a choice only reads it (gRPC calls this a picker).
/// </summary>
internal abstract class Policy
{
    /// <summary>Null where the context allows none of the endpoints.</summary>
    internal abstract Endpoint? Choose(in ChoiceContext context);

    internal static Policy Create(BalancingSettings settings, Endpoint[] endpoints) => settings.Policy switch
    {
        PolicyName.LeastLatency => new LeastLatency(endpoints),
        PolicyName.LeastRequests => new LeastRequests(endpoints),
        PolicyName.RoundRobin => new RoundRobin(endpoints),
        PolicyName.WeightedRoundRobin => new WeightedRoundRobin(endpoints),
        PolicyName.Random => new RandomChoice(endpoints),
        PolicyName.ConsistentHash => new ConsistentHash(endpoints, settings.LoadBound),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Policy, "No such policy."),
    };

    /// <summary>The way out where a policy's own way met none that is allowed: the first one after <paramref name="start"/>.</summary>
    private protected static Endpoint? FirstAllowed(Endpoint[] endpoints, int start, in ChoiceContext context)
    {
        for (var i = 0; i < endpoints.Length; i++)
        {
            var endpoint = endpoints[(int)((uint)(start + i) % (uint)endpoints.Length)];
            if (context.Allows(endpoint))
                return endpoint;
        }
        return null;
    }
}

/// <summary>The names that configuration knows.</summary>
internal enum PolicyName
{
    LeastLatency,
    LeastRequests,
    RoundRobin,
    WeightedRoundRobin,
    Random,
    ConsistentHash,
}
