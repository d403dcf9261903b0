using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Caching;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Products;

/// <summary>What is often bought together with a product, and what is like it: of its category, its brand first.</summary>
sealed record RelatedProductsResponse(IReadOnlyList<ProductSummary> BoughtTogether, IReadOnlyList<ProductSummary> Similar);

static class RelatedProducts
{
    const int MostShown = 8;

    internal const int MostLookedAt = 500;

    /// <summary>Once may be chance.</summary>
    const int FewestOrders = 2;

    static readonly ProductPlace BestSellers = new(ProductSort.Bestselling, null, Backwards: false);

    public static void MapRelatedProducts(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/products/{slug}/related").WithTags("Products").InLanguageOfRequest()
            .MapGet("", GetAsync)
            .AllowAnonymous()
            .Cached()
            .WithName("GetRelatedProducts")
            .WithSummary("What is often bought together with a product, and what is like it.")
            .ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<Results<Ok<RelatedProductsResponse>, ProblemHttpResult>> GetAsync(
        string slug, CatalogContext context, CategoryReader categories, CacheLoad answer, CancellationToken cancellationToken)
    {
        if (await ProductQueries.BySlugAsync(context, slug, cancellationToken) is not var (product, _, _))
            return TypedResults.Problem("There is no such product.", statusCode: StatusCodes.Status404NotFound);
        var together = await context.ReadAsync(BoughtTogether(product.Id), ProductRow.Read, cancellationToken);
        var category = new HashSet<Guid> { product.CategoryId };
        var similar = await context.ReadAsync(OfItsBrand(product.CategoryId, product.Brand), ProductRow.Read, cancellationToken);
        if (similar.Count <= MostShown)
            similar.AddRange(await context.ReadAsync(
                ProductListStatements.Walk(BestSellers, new() { Categories = category }, null, 2 * MostShown + 1), ProductRow.Read, cancellationToken));

        answer.DependsOn(CacheTag.Products);
        foreach (var row in together.Concat(similar).Prepend(product))
            answer.DependsOn(CacheTag.Product(row.Id));
        var tree = await categories.TreeAsync(cancellationToken);
        return TypedResults.Ok(new RelatedProductsResponse(
            together.ConvertAll(row => ProductSummary.From(row, tree)),
            [.. similar.Except(together).Where(row => row.Id != product.Id).Distinct().Take(MostShown).Select(row => ProductSummary.From(row, tree))]));
    }

    /// <summary>What sells best of a category is looked through for the brand: to gather all that are of both takes long where they are many.</summary>
    internal static Statement OfItsBrand(Guid category, string brand) => new Statement().Append("select ").Append(ProductRow.Columns).Append(
        $"""
          from (select * from products where status = 1 and category_id = {category} order by sold desc, id desc limit {MostLookedAt}) p
        where p.brand = {brand}
        order by p.sold desc, p.id desc limit {2 * MostShown + 1}
        """);

    internal static Statement BoughtTogether(Guid id) => new Statement().Append("select ").Append(ProductRow.Columns).Append(
        $"""
          from (select other_id, orders from product_pairs where product_id = {id} and orders >= {FewestOrders} order by orders desc, other_id desc limit {4 * MostShown}) pair
        join products p on p.id = pair.other_id and p.status = 1
        order by pair.orders desc, pair.other_id desc limit {MostShown}
        """);
}
