using Npgsql;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Caching;

/// <summary>Which changes evict what is written by triggers, whoever makes the change.</summary>
public sealed class EvictionTriggerTests(CatalogDatabase catalog) : IClassFixture<CatalogDatabase>
{
    const string Mug = "harbour-at-six-mug";

    /// <summary>The tags that a change leaves, with <c>P</c> for the mug and <c>C</c> for its category.</summary>
    async Task<string[]> TagsOfAsync(string change)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(catalog.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            delete from cache_evictions;
            create temporary table mug on commit drop as select id, category_id from products where slug = '{Mug}';
            {change};
            select coalesce(array_agg(distinct case when tag = 'p:' || mug.id then 'P' when tag = 'c:' || mug.category_id then 'C' when tag like 'c:%' then 'other' else tag end), array[]::text[])
            from mug, cache_evictions, unnest(tags) tag
            """, connection, transaction);
        return ((string[])(await command.ExecuteScalarAsync(cancellation))!).Order(StringComparer.Ordinal).ToArray();
    }

    [Theory]
    [InlineData("stock = stock - 1", "P")]
    [InlineData("stock = 0", "C", "P", "products")]
    [InlineData("price = price + 1", "C", "P", "products")]
    [InlineData("name_zh = '新'", "C", "P", "products")]
    [InlineData("rating_count = 1, rating_sum = 5", "C", "P", "products")]
    [InlineData("sold = 1", "C", "P", "products")]
    [InlineData("status = 0", "C", "P", "products")]
    [InlineData("slug = 'other'", "C", "P", "products")]
    [InlineData("description_en = 'zeppelin'", "C", "P", "products")]
    [InlineData("category_id = (select id from categories where slug = 'plates')", "C", "P", "other", "products")]
    [InlineData("stock = stock")]
    public async Task A_change_of_a_product_evicts_what_shows_it(string change, params string[] tags) =>
        Assert.Equal(tags, await TagsOfAsync($"update products set {change} where slug = '{Mug}'"));

    [Fact]
    public async Task What_is_not_published_is_in_no_answer()
    {
        Assert.Empty(await TagsOfAsync($"update products set status = 0 where slug = '{Mug}'; delete from cache_evictions; update products set price = 1, stock = 0 where slug = '{Mug}'"));
        Assert.Equal(["C", "P", "products"], await TagsOfAsync($"update products set status = 0 where slug = '{Mug}'; delete from cache_evictions; update products set status = 1 where slug = '{Mug}'"));
    }

    [Fact]
    public async Task Products_that_come_and_go_evict_lists()
    {
        const string Insert =
            "insert into products (id, sku, slug, name_en, name_zh, description_en, description_zh, price, currency, category_id, brand, stock, rating_sum, rating_count, status, created_at, updated_at)"
            + " select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'n', 'n', '', '', 1, 'USD', category_id, 'b', 1, 0, 0, {0}, now(), now() from mug";
        Assert.Equal(["C", "products"], await TagsOfAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Insert, 1)));
        Assert.Empty(await TagsOfAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Insert, 0)));
        Assert.Equal(["C", "P", "products"], await TagsOfAsync($"delete from products where slug = '{Mug}'"));
    }

    [Fact]
    public async Task Anything_about_categories_evicts_all() =>
        Assert.Equal(["categories"], await TagsOfAsync("update categories set name_en = 'x' where slug = 'plates'"));
}
