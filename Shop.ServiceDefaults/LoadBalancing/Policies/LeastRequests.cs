namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// The one of two with fewer requests in flight for its weight. A slow or hanging endpoint fills up and is left alone, without anything
/// being measured. Source: the power of two choices, as in Envoy's LEAST_REQUEST and YARP's PowerOfTwoChoices.
/// </summary>
internal sealed class LeastRequests(Endpoint[] endpoints) : PowerOfTwoChoices(endpoints)
{
    /// <summary>By their weights crosswise, since a division takes longer than all the rest.</summary>
    private protected override bool IsLighter(Endpoint first, Endpoint second, TimeSpan now) => (first.InFlight + 1L) * second.Weight <= (second.InFlight + 1L) * first.Weight;
}
