using Microsoft.AspNetCore.Mvc;

namespace Shop.Web.Gateway;

static class GatewayEndpoints
{
    /// <summary>A picture for a service, which says itself that 5 MB are enough: whoever was cut off here would not hear why. Anything else is held to the server's limit.</summary>
    const long LargestUpload = 20 * 1024 * 1024;

    /// <summary>For that over a slow line.</summary>
    static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        return services.AddSingleton<ServiceForwarder>().AddSingleton<SessionBearer>();
    }

    /// <summary>The services' interfaces and the pages of Users, at the one address that browsers and other clients know.</summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapInterface("/api/users/{**rest}", Services.Users);
        routes.MapInterface("/api/users/me/avatar", Services.Users).AllowUpload();
        routes.MapInterface("/api/catalog/{**rest}", Services.Catalog);
        routes.MapInterface("/api/catalog/manage/products/{product:guid}/pictures", Services.Catalog).AllowUpload();
        routes.MapInterface("/api/orders/{**rest}", Services.Orders);
        routes.MapInterface("/api/orders/{order:guid}/lines/{position:int}/review/pictures", Services.Orders).AllowUpload();
        // Everyone's, and many on a page: no session is looked up for them.
        routes.MapPublic("/api/users/avatars/{**rest}", Services.Users);
        routes.MapPublic("/api/catalog/products/{slug}/picture", Services.Catalog);
        routes.MapPublic("/api/catalog/pictures/{**rest}", Services.Catalog);
        routes.MapPublic("/api/orders/reviews/pictures/{**rest}", Services.Orders);
        // No page is found under /api, whatever the address.
        routes.Map("/api/{**rest}", () => TypedResults.NotFound()).DisableAntiforgery();

        routes.MapPublic("/account/{**rest}", Services.Users);
        routes.MapPublic("/account/avatar", Services.Users).AllowUpload();
        routes.MapPublic("/connect/{**rest}", Services.Users);
        routes.MapPublic("/.well-known/{**rest}", Services.Users);
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapPublic("/dev/mail/{**rest}", Services.Users);
            routes.MapPublic("/dev/mail.json", Services.Users);
        }
    }

    /// <summary>Called with a token of the client's own, or by the storefront for the person of its session.</summary>
    static IEndpointConventionBuilder MapInterface(this IEndpointRouteBuilder routes, string path, string service) =>
        routes.Map(path, async (HttpContext http, SessionBearer session, ServiceForwarder forwarder) =>
            await forwarder.ForwardAsync(http, service, await session.TokenAsync(http))).ForwardTo(service);

    /// <summary>What is there for anyone, or knows people by its own cookie.</summary>
    static IEndpointConventionBuilder MapPublic(this IEndpointRouteBuilder routes, string path, string service) =>
        routes.Map(path, (HttpContext http, ServiceForwarder forwarder) => forwarder.ForwardAsync(http, service, accessToken: null)).ForwardTo(service);

    static IEndpointConventionBuilder ForwardTo(this IEndpointConventionBuilder endpoint, string service) =>
        endpoint.WithMetadata(new ForwardedTo(service)).DisableAntiforgery();

    static void AllowUpload(this IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(LargestUpload)).WithRequestTimeout(UploadTime);
}
