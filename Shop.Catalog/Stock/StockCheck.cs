using Shop.Catalog.Checkout;
using Shop.Catalog.Data;

namespace Shop.Catalog.Stock;

/// <summary>A product whose stock is not what its movements say, or whose reserved pieces are not those that checkouts hold.</summary>
sealed record StockDiscrepancy(Guid ProductId, string Sku, int Stock, long Available, long OnHand, long Reserved);

/// <summary>The proof that the ledger is right: for every product, stock is the sum of its movements, and what lies on the shelf and can't be bought is reserved by someone.</summary>
static class StockCheck
{
    const int MostShown = 100;

    public static Task<List<StockDiscrepancy>> FindAsync(CatalogContext context, CancellationToken cancellationToken) => context.ReadAsync(
        new Statement().Append(
            $"""
            select p.id, p.sku, p.stock, coalesce(ledger.available, 0), coalesce(ledger.on_hand, 0), coalesce(held.quantity, 0)
            from products p
            left join (select product_id, sum(available) as available, sum(on_hand) as on_hand from stock_movements group by product_id) ledger on ledger.product_id = p.id
            left join (
                select line.product_id, sum(line.quantity) as quantity
                from checkouts c, unnest(c.product_ids, c.quantities) as line (product_id, quantity)
                where c.status = {(short)CheckoutStatus.Reserved}
                group by line.product_id) held on held.product_id = p.id
            where p.stock <> coalesce(ledger.available, 0) or coalesce(ledger.on_hand, 0) - coalesce(ledger.available, 0) <> coalesce(held.quantity, 0)
            order by p.id limit {MostShown}
            """),
        static reader => new StockDiscrepancy(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)),
        cancellationToken);
}
