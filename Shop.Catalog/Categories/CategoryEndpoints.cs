using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Caching;
using Shop.Catalog.Search;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Categories;

/// <summary>A category; <see cref="ProductCount"/> includes the products of its descendants.</summary>
sealed record CategoryResponse(string Slug, string Name, string Description, int ProductCount, IReadOnlyList<CategoryResponse> Children);

static class CategoryEndpoints
{
    public static void MapCategories(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/categories").WithTags("Categories").InLanguageOfRequest()
            .MapGet("", ListAsync)
            .AllowAnonymous()
            .Cached()
            .WithName("ListCategories")
            .WithSummary("The category tree, with the number of products in each category and its descendants.");

    static async Task<Ok<List<CategoryResponse>>> ListAsync(CategoryReader categories, CacheLoad answer, CancellationToken cancellationToken)
    {
        var tree = await categories.TreeAsync(cancellationToken);
        var cells = await categories.CellsAsync(cancellationToken);
        answer.DependsOn(CacheTag.Products);
        return TypedResults.Ok(tree.Roots.ConvertAll(root => Respond(root, cells)));
    }

    static CategoryResponse Respond(CategoryTree.Node node, FacetCells cells)
    {
        var children = node.Children.ConvertAll(child => Respond(child, cells));
        var count = cells.CountIn(node.Category.Id) + children.Sum(child => child.ProductCount);
        return new(node.Category.Slug, node.Name, node.Description, count, children);
    }
}
