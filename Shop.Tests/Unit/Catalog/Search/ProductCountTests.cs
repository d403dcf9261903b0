using CsCheck;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

/// <summary>The counts that facets are made of are kept by triggers, in a sum and changes to it.</summary>
public sealed class ProductCountTests(CatalogDatabase catalog) : IClassFixture<CatalogDatabase>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whatever is done to products, and whenever the changes are folded, sum and changes are what counting would give.</summary>
    [Fact]
    public async Task The_counts_are_those_of_the_products_whatever_happens()
    {
        string[] changes =
        [
            "update products set stock = 0 where hashtext(sku || {0}) % 97 = 0",
            "update products set stock = stock + 1 where hashtext(sku || {0}) % 89 = 0",
            "update products set price = price * 2 where hashtext(sku || {0}) % 101 = 0",
            "update products set status = hashtext(sku || {0}) & 1 where hashtext(sku || {0}) % 53 = 0",
            "update products set brand = 'New Brand' where hashtext(sku || {0}) % 211 = 0",
            "update products set category_id = (select id from categories order by hashtext(slug || {0}) limit 1) where hashtext(sku || {0}) % 103 = 0",
            "update products set rating_count = rating_count + 1, rating_sum = rating_sum + 4 where hashtext(sku || {0}) % 71 = 0",
            "delete from products where hashtext(sku || {0}) % 499 = 0",
            "insert into products (id, sku, slug, name_en, name_zh, description_en, description_zh, price, currency, category_id, brand, stock, rating_sum, rating_count, status, created_at, updated_at)"
            + " select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), name_en, name_zh, '', '', price, currency, category_id, brand, stock, 0, 0, status, now(), now() from products where hashtext(sku || {0}) % 307 = 0",
            "select fold_product_counts()",
        ];
        await Gen.Int[0, changes.Length - 1].Array[5, 30].SampleAsync(
            async steps =>
            {
                foreach (var step in steps)
                    await catalog.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, changes[step], $"'{Guid.NewGuid():N}'"));
                Assert.Equal(0L, await catalog.ScalarAsync(
                    """
                    with counts as (select facets, sum(products) as n from (select facets, products from product_counts union all select facets, products from product_count_changes) c group by facets),
                    products as (select facets, count(*) as n from products where status = 1 group by facets)
                    select count(*) from counts full join products using (facets) where coalesce(counts.n, 0) <> coalesce(products.n, 0)
                    """));
            },
            iter: 5, threads: 1);
    }

    [Fact]
    public async Task Nobody_waits_for_a_change_that_is_not_committed()
    {
        await using var scope = new CatalogContext(new DbContextOptionsBuilder<CatalogContext>().UseNpgsql(catalog.ConnectionString).Options);
        await using var transaction = await scope.Database.BeginTransactionAsync(Cancellation);
        await scope.Database.ExecuteSqlRawAsync("update products set stock = 0 where id in (select id from products where stock > 0 and status = 1 order by id limit 10)", Cancellation);
        var before = await TotalAsync();

        // With a lock that somebody else holds this would run into its time limit.
        await catalog.ExecuteAsync("set statement_timeout = '5s'; update products set stock = 0 where id in (select id from products where stock > 0 and status = 1 order by id desc limit 10); select fold_product_counts()");
        Assert.Equal(before - 10, await TotalAsync());
        await transaction.CommitAsync(Cancellation);
        Assert.Equal(before - 20, await TotalAsync());

        async Task<int> TotalAsync() => (int)(decimal)(await catalog.ScalarAsync(
            "select sum(products) from (select facets, products from product_counts union all select facets, products from product_count_changes) c where 's1' = any (facets)"))!;
    }

    [Fact]
    public async Task A_band_in_the_database_is_the_band_here()
    {
        foreach (var band in Enumerable.Range(0, PriceBands.Count))
        {
            Assert.Equal(band, await catalog.ScalarAsync(FormattableString.Invariant($"select price_band({PriceBands.Start(band)})")));
            if (PriceBands.End(band) is { } end)
                Assert.Equal(band, await catalog.ScalarAsync(FormattableString.Invariant($"select price_band({end - 0.01m})")));
        }
    }

    [Fact]
    public async Task Facets_are_read_as_they_are_written()
    {
        var id = Guid.NewGuid();
        var cell = await catalog.WithAsync(async (CatalogContext context) => Assert.Single(await context.ReadAsync(
            new Statement().Append($"select product_facets({id}, {"Brand: 'x' & 中"}, {99.99m}, {9}, {2}, {1}), 3::bigint"), FacetCell.Read, Cancellation)));
        Assert.Equal(new FacetCell(id, "Brand: 'x' & 中", 3, 4, InStock: true, 3), cell);
    }

    [Fact]
    public async Task A_paid_order_counts_for_best_sellers_and_for_what_is_bought_together()
    {
        var ids = await catalog.WithAsync((CatalogContext context) => context.Products.Where(p => p.Status == ProductStatus.Published).OrderBy(p => p.Id).Select(p => p.Id).Take(3).ToArrayAsync(Cancellation));
        await catalog.WithAsync(async (CatalogContext context) =>
        {
            Guid[] second = [ids[0], ids[1], ids[2], Guid.NewGuid()];
            context.AddRange(
                new Sale { ProductIds = [ids[0], ids[1], ids[0]], Quantities = [2, 1, 1], Paired = [ids[0], ids[1]] },
                new Sale { ProductIds = second, Quantities = [1, 1, 5, 1], Paired = second });
            await context.SaveChangesAsync(Cancellation);
            while (await ProductSales.FoldAsync(context, 1, Cancellation) == 1)
                Cancellation.ThrowIfCancellationRequested();
            while (await ProductSales.ShowAsync(context, 2, Cancellation) == 2)
                Cancellation.ThrowIfCancellationRequested();
            return 0;
        });
        var sold = await catalog.WithAsync((CatalogContext context) => context.Products.Where(p => p.Sold > 0).OrderBy(p => p.Id).Select(p => p.Sold).ToArrayAsync(Cancellation));
        Assert.Equal([4, 2, 5], sold);
        Assert.Equal(2, await catalog.ScalarAsync($"select orders from product_pairs where product_id = '{ids[1]}' and other_id = '{ids[0]}'"));
        Assert.Equal(6L, await catalog.ScalarAsync("select count(*) from product_pairs"));
        Assert.Equal(0L, await catalog.ScalarAsync("select count(*) from product_sales where pieces <> shown"));
        Assert.Equal(0L, await catalog.ScalarAsync("select count(*) from sales"));
    }
}
