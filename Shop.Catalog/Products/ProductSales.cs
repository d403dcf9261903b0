using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>What orders tell of products: how often each sells, and what is bought with it. A paid order is noted when its pieces are sold, and counted within a minute.</summary>
static class ProductSales
{
    /// <summary>An order of more products pairs the first: the pairs grow with the square.</summary>
    public const int MostPaired = 20;

    /// <summary>Counts what was noted, by <c>fold_sales</c> of SaleLog.sql.</summary>
    /// <returns>How many orders: less than asked for once all are done.</returns>
    public static Task<int> FoldAsync(CatalogContext context, int most, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<int>($"""select fold_sales({most}) as "Value" """).SingleAsync(cancellationToken);

    /// <summary>Brings <c>products.sold</c> up to date, by which lists are ordered. A part at a time, in order of ids as a checkout locks them.</summary>
    /// <returns>How many products changed: less than asked for once all are done.</returns>
    public static Task<int> ShowAsync(CatalogContext context, int most, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"""
            with changed as (
                select s.product_id, s.pieces from product_sales s join products p on p.id = s.product_id
                where s.pieces <> s.shown order by s.product_id limit {most} for update
            ), shown as (
                update product_sales s set shown = changed.pieces from changed where s.product_id = changed.product_id
            )
            update products p set sold = least(changed.pieces, 2147483647) from changed where p.id = changed.product_id
            """, cancellationToken);
}
