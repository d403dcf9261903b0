using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;

namespace Shop.Catalog.Categories;

/// <summary>
/// Keeps the category tree in the process for a second: every list needs names and subtrees of the few categories there are, which so
/// cost no query and no join. A second is what the house allows anything cached to be behind.
/// </summary>
sealed class CategoryTreeCache(TimeProvider time) : IDisposable
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim loading = new(1);
    volatile Loaded? current;

    public async ValueTask<CategoryTree> GetAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        if (Fresh() is { } tree)
            return tree;
        await loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } loadedMeanwhile)
                return loadedMeanwhile;
            // The time before the query: what changes while it runs is missed for a second at most.
            var begin = time.GetTimestamp();
            var categories = await context.Categories.AsNoTracking().ToListAsync(cancellationToken);
            current = new(new CategoryTree(categories), begin);
            return current.Tree;
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();

    CategoryTree? Fresh() => current is { } loaded && time.GetElapsedTime(loaded.Timestamp) < Lifetime ? loaded.Tree : null;

    sealed record Loaded(CategoryTree Tree, long Timestamp);
}
