using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;

namespace Shop.Catalog.Seed;

/// <summary>Puts categories and products into an empty catalog, in one transaction; where that is done it costs one query.</summary>
static class CatalogSeed
{
    public const string ProductsSetting = "Catalog:Seed:Products";

    public static async Task RunAsync(CatalogContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        var count = services.GetRequiredService<IConfiguration>().GetValue(ProductsSetting, SeedProducts.CollectionSize);
        if (count < 0)
            throw new InvalidOperationException($"{ProductsSetting} is {count}; it must be 0 or more.");
        var logger = services.GetRequiredService<ILogger<CatalogContext>>();

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var progress = await context.SeedProgress.FindAsync([SeedProgress.Catalog], cancel);
            if (progress is null)
            {
                progress = new SeedProgress { Name = SeedProgress.Catalog };
                context.Add(progress);
                await AddCategoriesAsync(context, cancel);
            }
            else if (progress.Products >= count)
                return;

            var added = await CopyProductsAsync(context, progress.Products, count - progress.Products, cancel);
            progress.Products = count;
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            logger.LogInformation("Seeded {Count} products.", added);
        }, cancellationToken);
        context.ChangeTracker.Clear();
        await SeedCoupons.AddAsync(context, services.GetRequiredService<TimeProvider>(), cancellationToken);
    }

    static async Task AddCategoriesAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        var ids = await context.Categories.ToDictionaryAsync(category => category.Slug, category => category.Id, cancellationToken);
        for (var position = 0; position < SeedCategories.All.Length; position++)
        {
            var seed = SeedCategories.All[position];
            if (ids.ContainsKey(seed.Slug))
                continue;
            ids[seed.Slug] = SeedId.From("category " + seed.Slug, DateTimeOffset.UnixEpoch.AddYears(55).AddSeconds(position));
            context.Add(new Category
            {
                Id = ids[seed.Slug],
                Slug = seed.Slug,
                NameEn = seed.NameEn,
                NameZh = seed.NameZh,
                DescriptionEn = seed.DescriptionEn,
                DescriptionZh = seed.DescriptionZh,
                ParentId = seed.Parent is null ? null : ids[seed.Parent],
                Position = position,
            });
        }
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// By COPY into a temporary table and from there into the real one, which leaves out what someone has created under the same sku or slug.
    /// </summary>
    static async Task<int> CopyProductsAsync(CatalogContext context, int start, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return 0;
        const string Columns = "id, sku, slug, name_en, name_zh, description_en, description_zh, price, currency, category_id, brand, stock, weight_grams, rating_sum, rating_count, status, created_at, updated_at";
        var categories = await context.Categories.ToDictionaryAsync(category => category.Slug, category => category.Id, cancellationToken);
        await context.Database.ExecuteSqlRawAsync($"create temporary table seed_products on commit drop as select {Columns} from products with no data", cancellationToken);

        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await using (var writer = await connection.BeginBinaryImportAsync($"copy seed_products ({Columns}) from stdin (format binary)", cancellationToken))
        {
            // A category that staff has removed takes its seed products with it.
            foreach (var product in SeedProducts.From(start, categories).Take(count).Where(product => product.CategoryId != Guid.Empty))
                await WriteAsync(writer, product, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
        }
        // A million takes a quarter of an hour.
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var added = await context.Database.ExecuteSqlRawAsync($"insert into products ({Columns}) select {Columns} from seed_products on conflict do nothing", cancellationToken);
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into stock_movements (product_id, reason, available, on_hand, note, at)
            select p.id, 1, p.stock, p.stock, 'seed', p.created_at from products p join seed_products using (id) where p.stock > 0 and not exists (select from stock_movements m where m.product_id = p.id) order by p.id
            """, cancellationToken);
        // Until autovacuum comes by, which is a while with very many, plans would be made for an empty table.
        await context.Database.ExecuteSqlRawAsync("analyze products, stock_movements", cancellationToken);
        context.Database.SetCommandTimeout(null as int?);
        return added;
    }

    static async Task WriteAsync(NpgsqlBinaryImporter writer, Product product, CancellationToken cancellationToken)
    {
        await writer.StartRowAsync(cancellationToken);
        await writer.WriteAsync(product.Id, NpgsqlDbType.Uuid, cancellationToken);
        foreach (var text in (string[])[product.Sku, product.Slug, product.NameEn, product.NameZh, product.DescriptionEn, product.DescriptionZh])
            await writer.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
        await writer.WriteAsync(product.Price, NpgsqlDbType.Numeric, cancellationToken);
        await writer.WriteAsync(product.Currency, NpgsqlDbType.Char, cancellationToken);
        await writer.WriteAsync(product.CategoryId, NpgsqlDbType.Uuid, cancellationToken);
        await writer.WriteAsync(product.Brand, NpgsqlDbType.Text, cancellationToken);
        await writer.WriteAsync(product.Stock, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(product.WeightGrams, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(product.RatingSum, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(product.RatingCount, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync((short)product.Status, NpgsqlDbType.Smallint, cancellationToken);
        foreach (var time in (DateTimeOffset[])[product.CreatedAt, product.UpdatedAt])
            await writer.WriteAsync(time.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
    }
}
