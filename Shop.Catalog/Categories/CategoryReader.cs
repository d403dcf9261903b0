using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Caching;
using Shop.Catalog.Data;
using Shop.Catalog.Search;

namespace Shop.Catalog.Categories;

/// <summary>
/// The category tree and the numbers of products, each shared for a second: every list needs names and subtrees of the few categories there
/// are, which so cost no query and no join, and how many products fit a filter. The answer that they go into is as old as they are.
/// </summary>
sealed class CategoryReader(CatalogContext context, SharedForASecond<CategoryTree> trees, SharedForASecond<FacetCells> cells, CacheLoad answer)
{
    public async ValueTask<CategoryTree> TreeAsync(CancellationToken cancellationToken)
    {
        var tree = await trees.GetAsync(
            answer.NowAsync, async cancel => new CategoryTree(await context.Categories.AsNoTracking().ToListAsync(cancel)), cancellationToken);
        answer.DependsOn(CacheTag.Categories, tree.Moment);
        return tree.Value;
    }

    public async ValueTask<FacetCells> CellsAsync(CancellationToken cancellationToken)
    {
        var counts = await cells.GetAsync(
            answer.NowAsync, async cancel => new FacetCells(await context.ReadAsync(Cells(), FacetCell.Read, cancel)), cancellationToken);
        answer.DependsOnCounts(counts.Moment);
        return counts.Value;
    }

    internal static Statement Cells() => new Statement().Append(
        """
        select facets, sum(products)::bigint
        from (select facets, products from product_counts union all select facets, products from product_count_changes) counts
        group by facets having sum(products) > 0
        """);
}
