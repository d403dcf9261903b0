using Shop.Catalog.Caching;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;

namespace Shop.Catalog.Cart;

/// <summary>What a change must know of a product.</summary>
readonly record struct CartProduct(decimal Price, int Stock);

/// <summary>
/// What was read of products for carts, kept for a second like all else, and evicted by what changes it: many put the same product into their carts at
/// the same time. A cart that is shown, and the checkout, read anew.
/// </summary>
sealed class CartProducts(CheckoutOptions options, TimeProvider time)
{
    const int SizeOfOne = 64;

    readonly ProcessCache<CartProduct> products = new(time);

    /// <summary>Null where it is not sold, which is not kept: there is no end of ids that name nothing.</summary>
    public async ValueTask<CartProduct?> FindAsync(Guid id, CatalogContext context, CancellationToken cancellationToken)
    {
        var key = id.ToString("N");
        if (products.TryGet(key, out var product))
            return product;
        var (timestamp, evictions) = (time.GetTimestamp(), products.Evictions);
        var rows = await context.ReadAsync(
            new Statement().Append($"select price, stock from products where id = {id} and status = 1 and currency = {options.Currency}"),
            static reader => new CartProduct(reader.GetDecimal(0), reader.GetInt32(1)), cancellationToken);
        if (rows.Count == 0)
            return null;
        products.Set(key, rows[0], SizeOfOne, [new(CacheTag.Product(id), evictions, 0)], timestamp);
        return rows[0];
    }

    public void Evict(IReadOnlyCollection<string> tags) => products.Evict(tags);
}
