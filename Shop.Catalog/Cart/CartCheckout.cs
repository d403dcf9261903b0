using Shop.Catalog.Checkout;

namespace Shop.Catalog.Cart;

/// <summary>What a checkout has to do with the cart. A Redis that is away makes no order fail that was placed already.</summary>
sealed class CartCheckout(Carts carts, ILogger<CartCheckout> logger)
{
    /// <summary>Null where the cart can't be read.</summary>
    public async Task<IReadOnlyList<LineRequest>?> LinesAsync(Guid user)
    {
        try
        {
            return (await carts.ReadAsync(CartOwner.OfUser(user))).ToRequest();
        }
        catch (Exception exception) when (CartAvailability.IsAway(exception))
        {
            logger.LogWarning("The carts in Redis can't be reached: {Reason}", exception.Message);
            return null;
        }
    }

    /// <summary>Takes out what was bought; where that fails now <see cref="CartUpkeep"/> does it.</summary>
    public async Task TakeOutAsync(Guid user, Guid order, IEnumerable<(Guid Product, int Quantity)> bought)
    {
        try
        {
            await carts.TakeOutAsync(user, order, bought);
        }
        catch (Exception exception) when (CartAvailability.IsAway(exception))
        {
            logger.LogWarning("Order {OrderId} could not be taken out of the cart: {Reason}", order, exception.Message);
        }
    }
}
