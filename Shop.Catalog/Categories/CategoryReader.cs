using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Categories;

/// <summary>
/// The category tree and the numbers of products, each shared for a second: every list needs names and subtrees of the few categories there
/// are, which so cost no query and no join, and counting reads an index from end to end.
/// </summary>
sealed class CategoryReader(CatalogContext context, SharedForASecond<CategoryTree> trees, SharedForASecond<CategoryCounts> counts)
{
    public ValueTask<CategoryTree> TreeAsync(CancellationToken cancellationToken) =>
        trees.GetAsync(async cancel => new CategoryTree(await context.Categories.AsNoTracking().ToListAsync(cancel)), cancellationToken);

    public ValueTask<CategoryCounts> CountsAsync(CancellationToken cancellationToken) =>
        counts.GetAsync(
            async cancel => new CategoryCounts(await context.Products
                .GroupBy(product => product.CategoryId)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancel)),
            cancellationToken);
}

/// <summary>How many products hang on each category, descendants not included.</summary>
sealed record CategoryCounts(IReadOnlyDictionary<Guid, int> ByCategory);
