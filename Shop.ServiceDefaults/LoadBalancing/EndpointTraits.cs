namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>What configuration, an SRV record or the registry says of an endpoint.</summary>
/// <param name="Weight">Its share of the requests, against the others' weights.</param>
/// <param name="Zone">Where it runs; requests stay in their own zone while that has room.</param>
/// <param name="Priority">Those with a larger number are used only where there are too few of those with a smaller one.</param>
internal sealed record EndpointTraits(int Weight = 1, string? Zone = null, int Priority = 0)
{
    internal const int HeaviestWeight = 100;

    internal static readonly EndpointTraits Default = new();
}
