namespace Shop.Web.Gateway;

static class GatewayEndpoints
{
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        return services.AddSingleton<Replicas>().AddSingleton<ServiceForwarder>();
    }

    /// <summary>The services' interfaces, at the one address that browsers and other clients know.</summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapService("/api/catalog", "catalog");
        // No page is found under /api, whatever the address.
        routes.Map("/api/{**rest}", () => TypedResults.NotFound()).DisableAntiforgery();
    }

    static void MapService(this IEndpointRouteBuilder routes, string path, string service) =>
        routes.Map(path + "/{**rest}", (HttpContext http, ServiceForwarder forwarder) => forwarder.ForwardAsync(http, service)).DisableAntiforgery();
}
