namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// Each in turn. Begins at a random one, since many callers that start together would otherwise all meet the same first. Source: as old as
/// load balancing; T. Brisco, "DNS Support for Load Balancing", RFC 1794, 1995.
/// </summary>
internal class RoundRobin : Policy
{
    private readonly Endpoint[] _endpoints;
    private readonly Endpoint[] _turns;
    private uint _turn;

    internal RoundRobin(Endpoint[] endpoints)
        : this(endpoints, endpoints)
    {
    }

    /// <param name="endpoints">Each once.</param>
    /// <param name="turns">In which order they have their turns; one may have several.</param>
    private protected RoundRobin(Endpoint[] endpoints, Endpoint[] turns)
    {
        _endpoints = endpoints;
        _turns = turns;
        _turn = (uint)Random.Shared.Next(turns.Length);
    }

    internal override Endpoint? Choose(in ChoiceContext context)
    {
        // One that is passed over gives its turn back to all: were it simply its neighbour's, that one would bear twice the load.
        for (var i = 0; i < _endpoints.Length; i++)
        {
            var endpoint = _turns[Interlocked.Increment(ref _turn) % (uint)_turns.Length];
            if (context.Allows(endpoint))
                return endpoint;
        }
        return FirstAllowed(_endpoints, (int)(_turn % (uint)_endpoints.Length), context);
    }
}
