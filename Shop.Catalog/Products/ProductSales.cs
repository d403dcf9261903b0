using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>What orders tell of products: how often each sells, and what is bought with it.</summary>
static class ProductSales
{
    /// <summary>An order of more products pairs the first: the pairs grow with the square.</summary>
    const int MostPaired = 20;

    /// <summary>
    /// Counts a paid order by <c>record_sale</c> of Sales.sql, in the transaction of whoever calls, who sees to it that an order is counted once. Rows in order of
    /// their ids, so that two orders wait for each other and not both.
    /// </summary>
    public static Task RecordAsync(CatalogContext context, Guid[] products, int[] quantities, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"select record_sale({products}, {quantities}, {products.Distinct().Take(MostPaired).ToArray()})", cancellationToken);

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
