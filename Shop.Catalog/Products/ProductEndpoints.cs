using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Caching;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Products;

static class ProductEndpoints
{
    public const int MostSummaries = 20;

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog").WithTags("Products").InLanguageOfRequest();
        group.MapGet("/products", ListAsync)
            .AllowAnonymous()
            .Cached("q", "category", "brand", "price", "rating", "inStock", "sort", "limit", "after", "before", "facets")
            .WithName("ListProducts")
            .WithSummary("A page of products: all, or those that fit a search and filters.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                ProductListOpenApi.Describe(operation);
                return Task.CompletedTask;
            });
        group.MapGet("/products/{slug}", GetAsync)
            .AllowAnonymous()
            .Cached()
            .WithName("GetProduct")
            .WithSummary("A product with its description and the path of its category, root first.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/product-summaries", SummariesAsync)
            .AllowAnonymous()
            .WithName("GetProductSummaries")
            .WithSummary("Products by ids or slugs, such as those seen lately, in the order asked for. What is no longer sold is left out.");
    }

    static async Task<Results<Ok<ProductPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        [AsParameters] ProductListParameters parameters, ProductLists lists, CategoryReader categories, CancellationToken cancellationToken)
    {
        if (parameters.TryRead(await categories.TreeAsync(cancellationToken), out var request, out var errors, out var categoryIsUnknown))
            return TypedResults.Ok(await lists.ReadAsync(request, cancellationToken));
        return categoryIsUnknown && errors.Count == 1
            ? TypedResults.Problem("There is no such category.", statusCode: StatusCodes.Status404NotFound, extensions: [new("errors", errors)])
            : TypedResults.ValidationProblem(errors);
    }

    static async Task<Results<Ok<ProductDetails>, ProblemHttpResult>> GetAsync(
        string slug, CatalogContext context, CategoryReader categories, CacheLoad answer, CancellationToken cancellationToken)
    {
        if (await ProductQueries.BySlugAsync(context, slug, cancellationToken) is not var (row, description, pictures))
            return TypedResults.Problem("There is no such product.", statusCode: StatusCodes.Status404NotFound);
        answer.DependsOn(CacheTag.Product(row.Id));
        return TypedResults.Ok(ProductDetails.From(row, description, pictures, await categories.TreeAsync(cancellationToken)));
    }

    /// <param name="product">An id or a slug; several.</param>
    static async Task<Results<Ok<List<ProductSummary>>, ValidationProblem>> SummariesAsync(
        string[] product, CatalogContext context, CategoryReader categories, CancellationToken cancellationToken)
    {
        if (product.Length is 0 or > MostSummaries || product.Any(key => key.Length > Product.SlugLength || key.Contains('\0', StringComparison.Ordinal)))
            return TypedResults.ValidationProblem([new("product", [$"Must be an id or a slug, and stand from 1 to {MostSummaries} times."])]);
        Guid[] ids = [.. product.Select(key => Guid.TryParse(key, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
        var rows = await ProductQueries.ByIdsOrSlugsAsync(context, ids, product, cancellationToken);
        var tree = await categories.TreeAsync(cancellationToken);
        return TypedResults.Ok(product
            .Select(key => rows.Find(row => row.Slug == key || (Guid.TryParse(key, out var id) && row.Id == id)))
            .OfType<ProductRow>().Distinct()
            .Select(row => ProductSummary.From(row, tree)).ToList());
    }
}
