using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Localization;

namespace Shop.Catalog.Products;

static class ProductEndpoints
{
    public const int DefaultLimit = 24, LargestLimit = 100;

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/products").WithTags("Products").InLanguageOfRequest();
        group.MapGet("", ListAsync)
            .AllowAnonymous()
            .WithName("ListProducts")
            .WithSummary("A page of products.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                ProductListParameters.Describe(operation);
                return Task.CompletedTask;
            });
        group.MapGet("/{slug}", GetAsync)
            .AllowAnonymous()
            .WithName("GetProduct")
            .WithSummary("A product with its description and the path of its category, root first.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    // The parameters come as text, so that a bad one is answered under its name and not as an unreadable request.
    static async Task<Results<Ok<ProductPage>, ValidationProblem, ProblemHttpResult>> ListAsync(
        string? category, string? sort, string? limit, string? after, CatalogContext context, CategoryReader categories, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var count = DefaultLimit;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LargestLimit))
            errors["limit"] = [$"Must be a whole number from 1 to {LargestLimit}."];
        var cursor = default(ProductCursor);
        if (!ProductSorts.TryParse(sort, out var order))
            errors["sort"] = [$"Must be one of: {string.Join(", ", ProductSorts.Names)}."];
        else if (string.IsNullOrEmpty(after))
            cursor = ProductCursor.Start(order.Value);
        else if (!ProductCursor.TryParse(after, order.Value, out cursor))
            errors["after"] = ["Must be the next of a page with the same sort and language."];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var tree = await categories.TreeAsync(cancellationToken);
        Guid[]? within = null;
        if (!string.IsNullOrEmpty(category))
        {
            if (tree.Find(category) is not { } node)
                return TypedResults.Problem(
                    "There is no such category.", statusCode: StatusCodes.Status404NotFound,
                    extensions: [new("errors", new Dictionary<string, string[]> { ["category"] = ["There is no such category."] })]);
            within = [.. node.Subtree().Select(member => member.Category.Id)];
        }

        var rows = new List<ProductRow>(count + 1);
        // One more than shown tells whether there is a next page.
        await foreach (var row in ProductQueries.List(context, within, cursor, count + 1).WithCancellation(cancellationToken))
            rows.Add(row);
        var next = rows.Count > count ? rows[count - 1].Cursor(order!.Value).ToString() : null;
        return TypedResults.Ok(new ProductPage([.. rows.Take(count).Select(row => ProductSummary.From(row, tree))], next));
    }

    static async Task<Results<Ok<ProductDetails>, ProblemHttpResult>> GetAsync(
        string slug, CatalogContext context, CategoryReader categories, CancellationToken cancellationToken)
    {
        var product = await ProductQueries.BySlug(context, slug, cancellationToken);
        if (product is null)
            return TypedResults.Problem("There is no such product.", statusCode: StatusCodes.Status404NotFound);
        return TypedResults.Ok(ProductDetails.From(product, await categories.TreeAsync(cancellationToken)));
    }
}
