using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.Catalog.Pictures;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Cart;

/// <summary>Shows a cart with what its products are and cost now: one query, however many there are.</summary>
sealed class CartReader(CatalogContext context, CheckoutOptions options)
{
    public async Task<CartResponse> ShowAsync(CartContent content, CancellationToken cancellationToken)
    {
        var products = await ProductsAsync(content, cancellationToken);
        List<CartLine> lines = [.. Show(content.Lines, products)], saved = [.. Show(content.Saved, products)];
        return new(
            lines, saved, lines.Sum(line => line.Quantity),
            new(lines.Where(line => line.Available > 0).Sum(line => line.Amount.Amount) + 0.00m, options.Currency),
            lines.Count > 0 && lines.TrueForAll(line => line.Quantity <= line.Available));
    }

    public async Task<IReadOnlyDictionary<Guid, decimal>> PricesAsync(CartContent content, CancellationToken cancellationToken) =>
        (await ProductsAsync(content, cancellationToken)).ToDictionary(static product => product.Key, static product => product.Value.Row.Price);

    /// <summary>How many of each could be bought; one at least, so that what is sold out stays to be seen.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> LimitsAsync(IReadOnlyCollection<Guid> products, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. products];
        var rows = await context.ReadAsync(
            new Statement().Append($"select id, stock from products where id = any ({ids})"), static reader => (Id: reader.GetGuid(0), Stock: reader.GetInt32(1)), cancellationToken);
        return rows.ToDictionary(static row => row.Id, static row => Math.Max(1, row.Stock));
    }

    async Task<Dictionary<Guid, (ProductRow Row, bool IsSold)>> ProductsAsync(CartContent content, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. content.Lines.Concat(content.Saved).Select(static entry => entry.ProductId).Distinct()];
        if (ids.Length == 0)
            return [];
        var rows = await context.ReadAsync(
            new Statement().Append("select ").Append(ProductRow.Columns).Append($", p.status from products p where p.id = any ({ids})"),
            static reader => (Row: ProductRow.Read(reader), IsSold: (ProductStatus)reader.GetInt16(ProductRow.ColumnCount) == ProductStatus.Published), cancellationToken);
        return rows.ToDictionary(static product => product.Row.Id);
    }

    /// <summary>What has been deleted altogether, since nobody ever bought it, is not shown.</summary>
    IEnumerable<CartLine> Show(IEnumerable<CartEntry> entries, Dictionary<Guid, (ProductRow Row, bool IsSold)> products)
    {
        foreach (var entry in entries)
        {
            if (!products.TryGetValue(entry.ProductId, out var product))
                continue;
            var (row, isSold) = product;
            var available = isSold && row.Currency == options.Currency ? Math.Min(row.Stock, Carts.LargestQuantity) : 0;
            var hasMoved = available > 0 && entry.PriceSeen != row.Price;
            yield return new(
                row.Id, row.Sku, row.Slug, Language.Choose(row.NameEn, row.NameZh), row.Brand, PictureAddress.Of(row.Slug, row.Sku, row.Cover), new(row.Price, row.Currency),
                hasMoved ? new(entry.PriceSeen, row.Currency) : null, entry.Quantity, new(row.Price * entry.Quantity, row.Currency), available,
                [.. Notices(entry.Quantity, available, hasMoved)]);
        }
    }

    static IEnumerable<string> Notices(int wanted, int available, bool hasMoved)
    {
        if (available == 0)
            yield return CartNotices.NotAvailable;
        else if (wanted > available)
            yield return CartNotices.FewerLeft;
        if (hasMoved)
            yield return CartNotices.PriceChanged;
    }
}
