using StackExchange.Redis;

namespace Shop.Catalog.Cart;

/// <summary>Carts are in Redis alone: without it there are none, while all else goes on. Nothing of the kind has changed then, or it can be done again.</summary>
sealed class CartAvailability(ILogger<CartAvailability> logger) : IEndpointFilter
{
    public const string RetryAfterSeconds = "2";

    public static bool IsAway(Exception exception) => exception is RedisException or RedisTimeoutException or TimeoutException or ObjectDisposedException;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            logger.LogWarning("The carts in Redis can't be reached: {Reason}", exception.Message);
            context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return TypedResults.Problem(CartTexts.Away, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
