namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// The one of two with fewer requests in flight for its weight. A slow or hanging endpoint fills up and is left alone, without anything
/// being measured. Source: the power of two choices, as in Envoy's LEAST_REQUEST and YARP's PowerOfTwoChoices.
/// </summary>
internal sealed class LeastRequests(Endpoint[] endpoints) : PowerOfTwoChoices(endpoints)
{
    private protected override double Load(Endpoint endpoint, TimeSpan now) => (endpoint.InFlight + 1.0) / endpoint.Weight;
}
