using System.Diagnostics;

namespace Shop.ServiceDefaults.LoadBalancing.Telemetry;

/// <summary>
/// What the span of an attempt says of the choice. The span begins below the balancing, within HttpClient, which is why the request carries this
/// there.
/// </summary>
/// <param name="Service">Whom the request is for.</param>
/// <param name="Endpoint">Which of its endpoints was chosen.</param>
/// <param name="Number">1 for the first attempt.</param>
/// <param name="Reason">What made it necessary: <c>first</c>, <c>hedge</c>, or the outcome of the attempt before.</param>
internal sealed record AttemptTags(string Service, string Endpoint, int Number, string Reason)
{
    internal const string First = "first";
    internal const string Hedge = "hedge";

    private static readonly HttpRequestOptionsKey<AttemptTags> s_key = new("Shop.LoadBalancing.Attempt");

    internal static void Set(HttpRequestMessage request, Balancer balancer, Endpoint endpoint, int number, string reason)
    {
        if (Activity.Current is null)
            return;
        request.Options.Set(s_key, new(balancer.Service, endpoint.Name, number, reason));
        // What stands there is of the attempt before, whose span would become the parent of what this one causes.
        if (number > 1)
            foreach (var header in DistributedContextPropagator.Current.Fields)
                request.Headers.Remove(header);
    }

    internal static void Write(Activity activity, HttpRequestMessage request)
    {
        if (!request.Options.TryGetValue(s_key, out var tags))
            return;
        activity.SetTag("shop.service", tags.Service);
        activity.SetTag("shop.endpoint", tags.Endpoint);
        activity.SetTag("shop.attempt", tags.Number);
        activity.SetTag("shop.attempt.reason", tags.Reason);
    }
}
