using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.HttpOverrides;
using StackExchange.Redis;

namespace Shop.Catalog.Cart;

/// <summary>
/// Whoever has no account may change carts only so often from one address, since each id that somebody makes up is a new cart in Redis. A change counts
/// one, something new many. People with an account are not counted: they have one cart each. Without Redis there are no carts, and nothing to count.
/// </summary>
/// <param name="prefix">Of the key of what is changed, before the stranger's id.</param>
/// <param name="services">Where Redis is.</param>
/// <param name="options">How often.</param>
/// <param name="time">The windows are of this clock.</param>
sealed class StrangerLimit(string prefix, IServiceProvider services, CartOptions options, TimeProvider time) : IEndpointFilter
{
    public const string Carts = "cart:a:", Viewed = "viewed:a:";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method)
            || CartOwner.Of(http.User, http.Request.Headers[CartOwner.Header]) is not { Anonymous: { } stranger })
            return await next(context);
        if (await CountAsync(http.Connection.RemoteIpAddress, stranger) is not { } wait)
            return await next(context);
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(CartTexts.TooOften, statusCode: StatusCodes.Status429TooManyRequests);
    }

    /// <returns>How long to wait; null where there is nothing to wait for.</returns>
    async Task<TimeSpan?> CountAsync(IPAddress? address, string stranger)
    {
        // Made at the first use, as the carts' is.
        var redis = services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        var (window, passed) = Math.DivRem(time.GetUtcNow().UtcTicks, options.StrangerWindow.Ticks);
        // Whose addresses these are is nobody's business who may look into the cache.
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(Network(address))).AsSpan(0, 12);
        RedisKey counter = string.Create(CultureInfo.InvariantCulture, $"cart:limit:{Convert.ToHexStringLower(name)}:{window}");

        var exists = redis.KeyExistsAsync(prefix + stranger);
        var count = redis.StringIncrementAsync(counter);
        var expiry = redis.KeyExpireAsync(counter, options.StrangerWindow * 2, ExpireWhen.HasNoExpiry);
        await Task.WhenAll(exists, count, expiry);
        var counted = await exists ? await count : await redis.StringIncrementAsync(counter, options.NewCartCounts - 1);
        return counted <= options.StrangerChanges ? null : options.StrangerWindow - TimeSpan.FromTicks(passed);
    }

    /// <summary>Of IPv6 the half that names a network: a single customer is given all of the other half.</summary>
    static string Network(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}

static class StrangerLimitExtensions
{
    /// <summary>Those who may say for whom they ask: this machine, and what has no address of the internet. Catalog itself has none, and Web takes away what a browser claims.</summary>
    static readonly string[] OwnNetworks = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"];

    /// <param name="group">What changes something that a stranger's id names.</param>
    /// <param name="routes">Where the group is.</param>
    /// <param name="prefix">Of that in Redis.</param>
    public static RouteGroupBuilder LimitStrangers(this RouteGroupBuilder group, IEndpointRouteBuilder routes, string prefix) => group
        .AddEndpointFilter(ActivatorUtilities.CreateInstance<StrangerLimit>(routes.ServiceProvider, prefix))
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    public static void AddForwardedStrangers(this IServiceCollection services) => services.Configure<ForwardedHeadersOptions>(static headers =>
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
        foreach (var network in OwnNetworks)
            headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    });
}
