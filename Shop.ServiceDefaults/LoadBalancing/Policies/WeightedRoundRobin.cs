namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// Each in turn, as often as its weight says and spread as evenly as can be: of weights 5, 1, 1 the order is a a b a c a a. Source: nginx's
/// smooth weighted round robin (nginx 1.3.1, 2012, ngx_http_upstream_round_robin.c). nginx works out each turn under a lock; here a whole cycle is
/// worked out in advance, and a choice costs what it costs in plain round robin.
/// </summary>
internal sealed class WeightedRoundRobin(Endpoint[] endpoints) : RoundRobin(endpoints, Cycle(endpoints))
{
    internal static Endpoint[] Cycle(Endpoint[] endpoints)
    {
        var weights = endpoints.Select(static endpoint => endpoint.Weight).ToArray();
        var divisor = weights.Aggregate(GreatestCommonDivisor);
        for (var i = 0; i < weights.Length; i++)
            weights[i] /= divisor;

        var cycle = new Endpoint[weights.Sum()];
        var current = new int[weights.Length];
        for (var turn = 0; turn < cycle.Length; turn++)
        {
            var best = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                current[i] += weights[i];
                if (current[i] > current[best])
                    best = i;
            }
            current[best] -= cycle.Length;
            cycle[turn] = endpoints[best];
        }
        return cycle;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
