using Shop.ServiceDefaults.LoadBalancing.Failover;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// Sends each request to an endpoint of its service, and to another one where that fails and nothing speaks against it. Below it stands only what
/// takes a request to an address.
/// </summary>
internal sealed class BalancingHandler(Balancers balancers, BalancingServices services) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
            return await base.SendAsync(request, cancellationToken);
        var balancer = await balancers.ForAsync(address, cancellationToken);
        try
        {
            return await new BalancedRequest(balancer, request, base.SendAsync, services, cancellationToken).SendAsync();
        }
        finally
        {
            // The request may be sent again from outside, and is then balanced by its service's name again.
            request.RequestUri = address;
        }
    }
}
