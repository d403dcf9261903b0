namespace Shop.Web.Gateway;

static class GatewayEndpoints
{
    const string Users = "users", Catalog = "catalog", Orders = "orders";

    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        return services.AddSingleton<Replicas>().AddSingleton<ServiceForwarder>().AddSingleton<SessionBearer>();
    }

    /// <summary>The services' interfaces and the pages of Users, at the one address that browsers and other clients know.</summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapInterface("/api/users", Users);
        routes.MapInterface("/api/catalog", Catalog);
        routes.MapInterface("/api/orders", Orders);
        // Public, and many on a page: no session is looked up for them.
        routes.MapService("/api/catalog/products/{slug}/picture", Catalog);
        // No page is found under /api, whatever the address.
        routes.Map("/api/{**rest}", () => TypedResults.NotFound()).DisableAntiforgery();

        foreach (var path in (string[])["/account", "/connect", "/.well-known"])
            routes.MapService(path + "/{**rest}", Users);
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
            foreach (var path in (string[])["/dev/mail/{**rest}", "/dev/mail.json"])
                routes.MapService(path, Users);
    }

    /// <summary>Called with a token of the client's own, or by the storefront for the person of its session.</summary>
    static void MapInterface(this IEndpointRouteBuilder routes, string path, string service) =>
        routes.Map(path + "/{**rest}", async (HttpContext http, SessionBearer session, ServiceForwarder forwarder) =>
            await forwarder.ForwardAsync(http, service, await session.TokenAsync(http))).ForwardTo(service);

    static IEndpointConventionBuilder MapService(this IEndpointRouteBuilder routes, string path, string service) =>
        routes.Map(path, (HttpContext http, ServiceForwarder forwarder) => forwarder.ForwardAsync(http, service, accessToken: null)).ForwardTo(service);

    static IEndpointConventionBuilder ForwardTo(this IEndpointConventionBuilder endpoint, string service) =>
        endpoint.WithMetadata(new ForwardedTo(service)).DisableAntiforgery();
}
