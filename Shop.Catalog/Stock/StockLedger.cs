using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Data;

namespace Shop.Catalog.Stock;

/// <summary>
/// The one way to change stock: <c>move_stock</c> of Checkout.sql, which writes the ledger and <c>products.stock</c> together, rows in order of
/// ids. All in the transaction of whoever calls.
/// </summary>
static class StockLedger
{
    /// <summary>SQLSTATE of <c>move_stock</c> where it would make a stock negative, or where price or status are not those expected.</summary>
    public const string Refused = "SH001";

    public static bool IsRefused(Exception exception) => exception is PostgresException { SqlState: Refused };

    /// <summary>A line for each product: how what can be bought changes, and what lies on the shelf.</summary>
    public static Task MoveAsync(
        CatalogContext context, StockReason reason, Guid reference, DateTimeOffset at, Guid[] products, int[] available, int[] onHand, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"select move_stock({(short)reason}::smallint, {reference}, null, null, {at}, {products}, {available}, {onHand}, null)", cancellationToken);

    public static Task MoveAsync(
        CatalogContext context, StockReason reason, string note, Guid by, DateTimeOffset at, Guid product, int change, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"select move_stock({(short)reason}::smallint, null, {note}, {by}, {at}, {new[] { product }}, {new[] { change }}, {new[] { change }}, null)", cancellationToken);

    /// <summary>Locks the products, and tells what of each can be bought. Like everyone who locks several, in order of ids.</summary>
    public static async Task<Dictionary<Guid, int>> LockAsync(CatalogContext context, Guid[] products, CancellationToken cancellationToken) =>
        await context.Products.FromSql($"select * from products where id = any ({products}) order by id for no key update")
            .Select(product => new { product.Id, product.Stock })
            .ToDictionaryAsync(product => product.Id, product => product.Stock, cancellationToken);
}
