namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// The same endpoint for the same key, as long as it is there: each endpoint has many points on a ring, and a key belongs to the next point.
/// When one leaves, only its own keys move. No endpoint gets more than its bound, a multiple of the mean of the requests
/// in flight; what is above goes on to the next point. Sources: D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997 (ring); V. Mirrokni,
/// M. Thorup, M. Zadimoghaddam, "Consistent Hashing with Bounded Loads", SODA 2018 (bound).
/// </summary>
internal sealed class ConsistentHash : Policy
{
    /// <summary>As in Ketama. The share of an endpoint strays from the mean by about 1 / sqrt(160) = 8 %.</summary>
    private const int PointsPerEndpoint = 160;

    private readonly Endpoint[] _endpoints;
    private readonly double _bound;
    private readonly int _totalWeight;
    private readonly ulong[] _points;
    private readonly Endpoint[] _owners;

    internal ConsistentHash(Endpoint[] endpoints, double bound)
    {
        _endpoints = endpoints;
        _bound = bound;
        _totalWeight = endpoints.Sum(static endpoint => endpoint.Weight);
        var heaviest = endpoints.Max(static endpoint => endpoint.Weight);
        var owners = new List<Endpoint>();
        var points = new List<ulong>();
        foreach (var endpoint in endpoints)
        {
            // Measured by the heaviest and not by the mean, so that nobody's points change when another one comes or leaves.
            for (var i = 0; i < Math.Max(1, PointsPerEndpoint * endpoint.Weight / heaviest); i++)
            {
                points.Add(StableHash.Of(endpoint.Name, i));
                owners.Add(endpoint);
            }
        }
        (_points, _owners) = ([.. points], [.. owners]);
        Array.Sort(_points, _owners);
    }

    internal override Endpoint? Choose(in ChoiceContext context)
    {
        // Without a key any will do.
        var key = context.Key ?? (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);
        var start = Array.BinarySearch(_points, key);
        if (start < 0)
            start = ~start;
        Endpoint? first = null;
        var inFlight = -1;
        for (var i = 0; i < _points.Length; i++)
        {
            var endpoint = _owners[(int)((uint)(start + i) % (uint)_owners.Length)];
            if (!context.Allows(endpoint))
                continue;
            // Not even an even spread gives less than one.
            if (endpoint.InFlight == 0)
                return endpoint;
            if (inFlight < 0)
                inFlight = TotalInFlight();
            if (endpoint.InFlight < Capacity(endpoint, inFlight))
                return endpoint;
            first ??= endpoint;
        }
        // All that are left to this request are full: better its own one than none.
        return first;
    }

    private double Capacity(Endpoint endpoint, int inFlight) => Math.Ceiling(_bound * (inFlight + 1) * endpoint.Weight / _totalWeight);

    private int TotalInFlight()
    {
        var sum = 0;
        foreach (var endpoint in _endpoints)
            sum += endpoint.InFlight;
        return sum;
    }
}
