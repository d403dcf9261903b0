using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>What orders tell of products: how often each sells, and what is bought with it.</summary>
static class ProductSales
{
    /// <summary>An order of more products pairs the first: the pairs grow with the square.</summary>
    const int MostPaired = 20;

    /// <summary>
    /// Counts a paid order, in the transaction of whoever calls, who sees to it that an order is counted once. Rows in order of their ids, so that
    /// two orders wait for each other and not both.
    /// </summary>
    public static async Task RecordAsync(CatalogContext context, IReadOnlyCollection<(Guid ProductId, int Quantity)> lines, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. lines.Select(line => line.ProductId)];
        int[] quantities = [.. lines.Select(line => line.Quantity)];
        await context.Database.ExecuteSqlAsync(
            $"""
            insert into product_sales as sales (product_id, pieces)
            select product_id, sum(quantity) from unnest({ids}, {quantities}) as line (product_id, quantity)
            where exists (select 1 from products where id = product_id)
            group by product_id order by product_id
            on conflict (product_id) do update set pieces = sales.pieces + excluded.pieces
            """, cancellationToken);
        Guid[] paired = [.. ids.Distinct().Take(MostPaired)];
        await context.Database.ExecuteSqlAsync(
            $"""
            insert into product_pairs as pairs (product_id, other_id, orders)
            select a.id, b.id, 1 from products a join products b on a.id <> b.id
            where a.id = any ({paired}) and b.id = any ({paired})
            order by a.id, b.id
            on conflict (product_id, other_id) do update set orders = pairs.orders + 1
            """, cancellationToken);
    }

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
