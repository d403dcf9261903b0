using System.Globalization;
using System.Text.Json;
using Npgsql;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

/// <summary>A large catalog: SHOP_TEST_PRODUCTS says how large.</summary>
public sealed class LargeCatalogDatabase(PostgresServer server) : CatalogDatabase(server)
{
    protected override int Products => int.TryParse(Environment.GetEnvironmentVariable("SHOP_TEST_PRODUCTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 20_000;
}

/// <summary>What the queries read, told by the plans that were run: indexes, and so many pages however many products there are.</summary>
public sealed class PlanTests(LargeCatalogDatabase catalog) : IClassFixture<LargeCatalogDatabase>
{
    const int Page = 25;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static ProductPlace First(ProductSort sort) => new(sort, null, Backwards: false);

    static SearchQuery Search(string text) => new(SearchTerms.Parse(text)!);

    [Theory]
    [InlineData(ProductSort.Newest, "ix_products_created_at_id")]
    [InlineData(ProductSort.PriceAscending, "ix_products_price_id")]
    [InlineData(ProductSort.PriceDescending, "ix_products_price_id")]
    [InlineData(ProductSort.NameEn, "ix_products_name_en_id")]
    [InlineData(ProductSort.NameZh, "ix_products_name_zh_id")]
    [InlineData(ProductSort.Rating, "ix_products_rating_average_rating_count_id")]
    [InlineData(ProductSort.Bestselling, "ix_products_sold_id")]
    internal async Task A_page_of_all_products_reads_its_own_rows(ProductSort sort, string index)
    {
        Assert.Equal([index], await ReadsAtMostAsync(ProductListStatements.Walk(First(sort), ProductFilter.None, null, Page), 2 * Page));
        // And so does a page far within the list, in both directions.
        var middle = await catalog.WithAsync((CatalogContext context) => context.ReadAsync(
            ProductListStatements.Walk(First(sort), ProductFilter.None, null, 1_000), ProductRow.Read, Cancellation));
        foreach (var backwards in (bool[])[false, true])
            await ReadsAtMostAsync(ProductListStatements.Walk(new(sort, ProductCursor.At(middle[^1], sort), backwards), ProductFilter.None, null, Page), 2 * Page);
    }

    [Theory]
    [InlineData(ProductSort.Newest, "ix_products_category_id_created_at_id")]
    [InlineData(ProductSort.PriceDescending, "ix_products_category_id_price_id")]
    [InlineData(ProductSort.NameEn, "ix_products_category_id_name_en_id")]
    [InlineData(ProductSort.Rating, "ix_products_category_id_rating_average_rating_count_id")]
    [InlineData(ProductSort.Bestselling, "ix_products_category_id_sold_id")]
    internal async Task A_page_of_a_category_reads_a_page_of_each_category_below(ProductSort sort, string index)
    {
        var living = await FilterAsync("living");
        Assert.Equal([index], await ReadsAtMostAsync(ProductListStatements.Walk(First(sort), living, null, Page), 2 * Page * living.Categories!.Count));
    }

    [Fact]
    public async Task A_page_of_addresses_reads_its_own_rows_wherever_it_begins()
    {
        Assert.Equal(["pk_products"], await ReadsAtMostAsync(ProductAddresses.Walk(null, null), 2 * ProductAddresses.MostAtOnce));
        var parts = await catalog.WithAsync((CatalogContext context) => ProductAddresses.ReadPartsAsync(context, 5_000, Cancellation));
        Assert.Equal(["pk_products"], await ReadsAtMostAsync(ProductAddresses.Walk(parts[^1], null), 2 * ProductAddresses.MostAtOnce));
    }

    [Fact]
    public async Task Few_that_fit_a_filter_are_gathered_and_of_many_a_walk_finds_a_page()
    {
        var filter = (await FilterAsync("mugs")) with { Brands = new HashSet<string> { "Studio Umi" }, InStock = true };
        var indexes = await ReadsAtMostAsync(ProductListStatements.Gather(First(ProductSort.Newest), filter, null, Page), ProductListStatements.FewMatches + 200);
        Assert.Contains("ix_products_search", indexes);

        filter = ProductFilter.None with { Brands = new HashSet<string> { "Studio Umi", "Kiln Street" }, InStock = true, PriceBands = new HashSet<int> { 2, 3 } };
        indexes = await ReadsAtMostAsync(ProductListStatements.Walk(First(ProductSort.Newest), filter, null, Page), 1_000);
        Assert.Equal(["ix_products_created_at_id"], indexes);
        // The band is where the walk begins, and not what it looks for.
        await ReadsAtMostAsync(ProductListStatements.Walk(First(ProductSort.PriceAscending), filter, null, Page), 1_000);
    }

    [Theory]
    [InlineData("harbour mug", 1_200)]
    [InlineData("港湾 马克杯", 1_200)]
    [InlineData("mug", 12_000)]
    [InlineData("edition", 12_000)]
    [InlineData("linen cotton edition", 12_000)]
    [InlineData("zeppelin", 100)]
    public async Task A_search_looks_its_words_up_and_reads_no_more_matches_than_are_ranked(string text, int pages)
    {
        foreach (var statement in (Statement[])[
            ProductListStatements.Gather(First(ProductSort.Relevance), ProductFilter.None, Search(text), Page),
            ProductListStatements.Cells(Search(text))])
            Assert.Contains("ix_products_search", await ReadsAtMostAsync(statement, pages));
        await ReadsAtMostAsync(ProductListStatements.Exists(Search(text)), 200);
    }

    [Fact]
    public async Task A_search_with_filters_reads_only_what_fits_both()
    {
        var filter = (await FilterAsync("mugs")) with { Brands = new HashSet<string> { "Studio Umi" }, InStock = true, PriceBands = new HashSet<int> { 1 } };
        var matches = (long)(await catalog.ScalarAsync(
            "select count(*) from products where search @@ 'edit'::tsquery and category_id = (select id from categories where slug = 'mugs') and brand = 'Studio Umi' and stock > 0"))!;
        await ReadsAtMostAsync(ProductListStatements.Gather(First(ProductSort.Relevance), filter, Search("edition"), Page), matches + 400);
    }

    [Theory]
    [InlineData("ha")]
    [InlineData("se")]
    [InlineData("harbour mu")]
    [InlineData("杯")]
    [InlineData("s")]
    public async Task Suggestions_read_a_few_hundred_pages_however_many_products_begin_so(string typed)
    {
        if (SearchTerms.ParseTyping(typed) is not { } terms)
            return;
        Assert.Contains("ix_products_search", await ReadsAtMostAsync(ProductListStatements.Gather(First(ProductSort.Relevance), ProductFilter.None, new(terms), 6, 200), 600));
        // What sells best is looked through first, and no index is asked for all that begin so.
        var indexes = await ReadsAtMostAsync(
            ProductListStatements.Gather(First(ProductSort.Relevance), ProductFilter.None, new(terms) { PrefixInName = true }, 6, bestsellers: Suggestions.MostBestsellers),
            Suggestions.MostBestsellers + 100);
        Assert.DoesNotContain("ix_products_search", indexes);
        Assert.Contains("ix_products_sold_id", indexes);
    }

    [Fact]
    public async Task A_product_and_what_is_bought_with_it_are_looked_up()
    {
        var slug = (string)(await catalog.ScalarAsync("select slug from products order by id limit 1"))!;
        var statement = new Statement().Append($"select 1 from products p where p.slug = {slug} and p.status = 1");
        Assert.Equal(["ix_products_slug"], await ReadsAtMostAsync(statement, 6));

        await catalog.ExecuteAsync(
            """
            insert into product_pairs select a.id, b.id, 1 + (hashtext(b.id::text) & 7)
            from (select id from products order by id limit 500) a join (select id from products order by id limit 60) b on a.id <> b.id;
            analyze product_pairs
            """);
        var id = (Guid)(await catalog.ScalarAsync("select id from products order by id limit 1"))!;
        var indexes = await ReadsAtMostAsync(RelatedProducts.BoughtTogether(id), 200);
        Assert.Contains("ix_product_pairs_orders", indexes);
        var mugs = (Guid)(await catalog.ScalarAsync("select id from categories where slug = 'mugs'"))!;
        Assert.Equal(["ix_products_category_id_sold_id"], await ReadsAtMostAsync(RelatedProducts.OfItsBrand(mugs, "Studio Umi"), RelatedProducts.MostLookedAt + 100));
    }

    [Fact]
    public async Task Counting_all_products_by_facets_reads_the_counts_and_no_product() =>
        Assert.DoesNotContain(await ReadsAtMostAsync(CategoryReader.Cells(), 400), index => index.StartsWith("ix_products", StringComparison.Ordinal));

    async Task<ProductFilter> FilterAsync(string category)
    {
        var tree = await catalog.WithAsync((CategoryReader categories) => categories.TreeAsync(Cancellation).AsTask());
        return ProductFilter.None with { Categories = tree.Find(category)!.Subtree().Select(node => node.Category.Id).ToHashSet() };
    }

    /// <summary>The indexes that were used. Products are never scanned from end to end.</summary>
    async Task<string[]> ReadsAtMostAsync(Statement statement, long pages)
    {
        await using var connection = new NpgsqlConnection(catalog.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = statement.ToCommand();
        command.Connection = connection;
        command.CommandText = "explain (analyze, buffers, timing off, format json) " + command.CommandText;
        var json = (string)(await command.ExecuteScalarAsync(Cancellation))!;
        var plan = JsonDocument.Parse(json).RootElement[0].GetProperty("Plan");
        var read = plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
        Assert.True(read <= pages, $"{read} pages are more than {pages}: {command.CommandText}\n{json}");

        var nodes = Nodes(plan).ToList();
        var scans = nodes.Exists(node => node.GetProperty("Node Type").GetString() == "Seq Scan" && node.GetProperty("Relation Name").GetString() == "products");
        Assert.False(scans, $"All products are read: {command.CommandText}\n{json}");
        return [.. nodes.Where(node => node.TryGetProperty("Index Name", out _)).Select(node => node.GetProperty("Index Name").GetString()!).Distinct().Order()];
    }

    static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];
}
