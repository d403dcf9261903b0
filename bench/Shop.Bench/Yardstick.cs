using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Catalog;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;

namespace Shop.Bench;

/// <summary>
/// What can be had at all: an endpoint that says hello, and the very statements that Catalog sends, by Npgsql alone, with the same answer
/// written by the same serializer. No context, no telemetry, no cache, no checks.
/// </summary>
static class Yardstick
{
    public static async Task RunAsync(string url, string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var connection = new NpgsqlConnectionStringBuilder(database);
        connection.MaxAutoPrepare = Math.Max(connection.MaxAutoPrepare, 50);
        await using var source = NpgsqlDataSource.Create(connection);
        var tree = new CategoryTree(await CategoriesAsync(source));

        await using var app = builder.Build();
        app.MapGet("/health", static () => "Healthy");
        app.MapGet("/hello", static () => "Hello");
        app.MapGet("/raw/list", (HttpContext http) => ListAsync(
            http, source, tree, ProductListStatements.Walk(new(ProductSort.Newest, null, false), ProductFilter.None, null, ProductListParameters.DefaultLimit + 1)));
        app.MapGet("/raw/search", (HttpContext http, string q) => ListAsync(
            http, source, tree, ProductListStatements.Gather(new(ProductSort.Relevance, null, false), ProductFilter.None, new(SearchTerms.Parse(q)!), ProductListParameters.DefaultLimit + 1)));
        app.MapGet("/raw/products/{slug}", (HttpContext http, string slug) => ProductAsync(http, source, tree, slug));
        await app.RunAsync();
    }

    static async Task ListAsync(HttpContext http, NpgsqlDataSource source, CategoryTree tree, Statement statement)
    {
        var rows = await ReadAsync(source, statement, ProductRow.Read, http.RequestAborted);
        var page = new ProductPage(rows.Take(ProductListParameters.DefaultLimit).Select(row => ProductSummary.From(row, tree)).ToList());
        if (rows.Count > ProductListParameters.DefaultLimit)
            page = page with { Next = ProductCursor.At(rows[^1], ProductSort.Newest).ToString() };
        await http.Response.WriteAsJsonAsync(page, CatalogJson.Default.ProductPage);
    }

    static async Task ProductAsync(HttpContext http, NpgsqlDataSource source, CategoryTree tree, string slug)
    {
        var rows = await ReadAsync(
            source, ProductQueries.BySlug(slug),
            static reader => (Row: ProductRow.Read(reader), Description: reader.GetString(ProductRow.ColumnCount), Pictures: reader.GetFieldValue<Guid[]>(ProductRow.ColumnCount + 1)), http.RequestAborted);
        await http.Response.WriteAsJsonAsync(ProductDetails.From(rows[0].Row, rows[0].Description, rows[0].Pictures, tree), CatalogJson.Default.ProductDetails);
    }

    static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource source, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = statement.ToCommand();
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    static async Task<List<Category>> CategoriesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select id, slug, name_en, name_zh, parent_id, position from categories");
        await using var reader = await command.ExecuteReaderAsync();
        var categories = new List<Category>();
        while (await reader.ReadAsync())
            categories.Add(new()
            {
                Id = reader.GetGuid(0),
                Slug = reader.GetString(1),
                NameEn = reader.GetString(2),
                NameZh = reader.GetString(3),
                DescriptionEn = "",
                DescriptionZh = "",
                ParentId = reader.IsDBNull(4) ? null : reader.GetGuid(4),
                Position = reader.GetInt32(5),
            });
        return categories;
    }
}
