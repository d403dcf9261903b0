using System.Net;
using Microsoft.Extensions.ServiceDiscovery;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>
/// Sends each request to the next endpoint of its service. An endpoint that can't be connected to is passed over at once, whatever the
/// method, since nothing was sent. The library's own handler would leave that to a retry, which balances anew and, when many ask at
/// the same time, may well meet the same dead endpoint again.
/// </summary>
internal sealed class BalancingHandler(ServiceEndpointResolver resolver, EndpointRotation rotation) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
            return await base.SendAsync(request, cancellationToken);

        var service = address.GetLeftPart(UriPartial.Authority);
        var source = await resolver.GetEndpointsAsync(service, cancellationToken);
        var endpoints = rotation.Order(service, source.Endpoints);
        try
        {
            for (var i = 0; i < endpoints.Length; i++)
            {
                request.RequestUri = At(endpoints[i].EndPoint, address);
                try
                {
                    var response = await base.SendAsync(request, cancellationToken);
                    rotation.Reached(endpoints[i]);
                    return response;
                }
                catch (Exception exception) when (IsNotConnected(exception) && !cancellationToken.IsCancellationRequested)
                {
                    rotation.Unreachable(endpoints[i]);
                    if (i == endpoints.Length - 1)
                        throw;
                }
            }
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // The request may be sent again from outside, and is then balanced by its service's name again.
            request.RequestUri = address;
        }
    }

    /// <summary>Whether the failure is of the connection's making, before a byte of the request was sent.</summary>
    private static bool IsNotConnected(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        // The time for connecting has run out.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    private static Uri At(EndPoint endpoint, Uri address) => endpoint switch
    {
        UriEndPoint { Uri: var uri } => new UriBuilder(address) { Scheme = uri.Scheme, Host = uri.Host, Port = uri.Port }.Uri,
        DnsEndPoint dns => At(dns.Host, dns.Port, address),
        IPEndPoint ip => At(ip.Address.ToString(), ip.Port, address),
        _ => throw new NotSupportedException($"A service can't be reached at an endpoint of the kind {endpoint.GetType().Name}."),
    };

    // "https+http" means either; where the endpoint does not say which, the first is preferred.
    private static Uri At(string host, int port, Uri address) =>
        new UriBuilder(address) { Scheme = address.Scheme.Split('+')[0], Host = host, Port = port > 0 ? port : -1 }.Uri;
}
