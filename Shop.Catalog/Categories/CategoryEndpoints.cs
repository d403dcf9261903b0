using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Localization;

namespace Shop.Catalog.Categories;

/// <summary>A category; <see cref="ProductCount"/> includes the products of its descendants.</summary>
sealed record CategoryResponse(string Slug, string Name, string Description, int ProductCount, IReadOnlyList<CategoryResponse> Children);

static class CategoryEndpoints
{
    static readonly Func<CatalogContext, IAsyncEnumerable<CategoryCount>> CountByCategory = EF.CompileAsyncQuery((CatalogContext context) =>
        context.Products.GroupBy(product => product.CategoryId).Select(group => new CategoryCount(group.Key, group.Count())));

    public static void MapCategories(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/categories").WithTags("Categories").InLanguageOfRequest()
            .MapGet("", ListAsync)
            .WithName("ListCategories")
            .WithSummary("The category tree, with the number of products in each category and its descendants.");

    static async Task<Ok<List<CategoryResponse>>> ListAsync(CatalogContext context, CategoryTreeCache cache, CancellationToken cancellationToken)
    {
        var tree = await cache.GetAsync(context, cancellationToken);
        var counts = new Dictionary<Guid, int>();
        await foreach (var count in CountByCategory(context).WithCancellation(cancellationToken))
            counts[count.CategoryId] = count.Products;
        return TypedResults.Ok(tree.Roots.ConvertAll(root => Respond(root, counts)));
    }

    static CategoryResponse Respond(CategoryTree.Node node, Dictionary<Guid, int> counts)
    {
        var children = node.Children.ConvertAll(child => Respond(child, counts));
        var count = counts.GetValueOrDefault(node.Category.Id) + children.Sum(child => child.ProductCount);
        return new(node.Category.Slug, node.Name, node.Description, count, children);
    }

    sealed record CategoryCount(Guid CategoryId, int Products);
}
