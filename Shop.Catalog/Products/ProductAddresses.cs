using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Caching;
using Shop.Catalog.Data;

namespace Shop.Catalog.Products;

/// <summary>What search engines are told of a product: its page, and when it last changed.</summary>
sealed record ProductAddress(Guid Id, string Slug, DateTimeOffset UpdatedAt);

static class ProductAddresses
{
    public const int MostAtOnce = 1_000;

    const int SmallestPart = 100, LargestPart = 50_000;

    public static void MapProductAddresses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/product-addresses").WithTags("Products").AllowAnonymous();
        group.MapGet("", ListAsync).WithName("ListProductAddresses").WithSummary("All published products in the order of their ids, without what is shown of them.")
            .WithDescription($"Up to {MostAtOnce} after one id, and up to another: fewer than {MostAtOnce} are the last ones.");
        group.MapGet("/parts", PartsAsync).Cached("size").WithName("ListProductAddressParts").WithSummary("The ids at which the list is to be divided, so that each part has so many products.");
    }

    static async Task<Ok<List<ProductAddress>>> ListAsync(Guid? after, Guid? until, CatalogContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(context, after, until, cancellationToken));

    static async Task<Results<Ok<Guid[]>, ValidationProblem>> PartsAsync(int size, CatalogContext context, CacheLoad answer, CancellationToken cancellationToken)
    {
        if (size is < SmallestPart or > LargestPart)
            return TypedResults.ValidationProblem([new("size", [$"Must be from {SmallestPart} to {LargestPart}."])]);
        answer.DependsOn(CacheTag.Products);
        return TypedResults.Ok(await ReadPartsAsync(context, size, cancellationToken));
    }

    public static Statement Walk(Guid? after, Guid? until)
    {
        var statement = new Statement().Append("select id, slug, updated_at from products where status = 1");
        if (after is { } first)
            statement.Append($" and id > {first}");
        if (until is { } last)
            statement.Append($" and id <= {last}");
        return statement.Append($" order by id limit {MostAtOnce}");
    }

    internal static Task<List<ProductAddress>> ReadAsync(CatalogContext context, Guid? after, Guid? until, CancellationToken cancellationToken) => context.ReadAsync(
        Walk(after, until), static reader => new ProductAddress(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)), cancellationToken);

    /// <summary>From one boundary to the next along the index: a part that nothing follows has none.</summary>
    internal static async Task<Guid[]> ReadPartsAsync(CatalogContext context, int size, CancellationToken cancellationToken)
    {
        var parts = new List<Guid>();
        while (true)
        {
            var after = parts.Count == 0 ? Guid.Empty : parts[^1];
            var ends = await context.ReadAsync(
                new Statement().Append($"select id from products where status = 1 and id > {after} order by id offset {size - 1} limit 2"), static reader => reader.GetGuid(0), cancellationToken);
            if (ends.Count < 2)
                return [.. parts];
            parts.Add(ends[0]);
        }
    }
}
