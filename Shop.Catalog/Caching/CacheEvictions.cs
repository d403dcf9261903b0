using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Cart;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Pictures;
using Shop.Catalog.Search;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Caching;

/// <summary>
/// Evicts what changes have made stale. What is to be evicted is a row that triggers write in the transaction of the change, so it is there
/// whoever makes the change, exactly if that commits, and still there should the process die right after it. A row goes once Redis and
/// through it all replicas know, or when nothing that old can be cached any more.
/// </summary>
sealed class CacheEvictions(
    ProcessCache<byte[]> answers, SharedForASecond<CategoryTree> trees, SharedForASecond<FacetCells> cells, PictureCache pictures, CartProducts cartProducts, SharedCache shared,
    CacheMetrics metrics)
{
    const int MostAtOnce = 1_000;

    /// <summary>By its index, though the table is nearly empty: under load what has been deleted lies there until the next vacuum.</summary>
    const string Rows = "set local enable_seqscan = off; select id, tags, created_at < now() - {0} as over from cache_evictions order by id limit {1} for update";

    /// <summary>Evicts all that has been committed and nobody else is just evicting.</summary>
    public Task DrainAsync(CatalogContext context, CancellationToken cancellationToken) => DrainAsync(context, waits: false, cancellationToken);

    /// <summary>Evicts all that has been committed, and waits for what others are just evicting, this process's own worker among them: it is in no cache then.</summary>
    public async Task SettleAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        var pending = await context.Database.SqlQuery<string>($"""select distinct unnest(tags) as "Value" from cache_evictions""").ToListAsync(cancellationToken);
        await DrainAsync(context, waits: true, cancellationToken);
        // The word of another replica may still be on its way.
        EvictHere(pending);
    }

    /// <summary>What this process has kept. Others are told by Redis.</summary>
    public void EvictHere(IReadOnlyCollection<string> tags)
    {
        // First what answers are made of, so that none is made anew from what is stale.
        if (tags.Contains(CacheTag.Categories))
            trees.Evict();
        if (tags.Contains(CacheTag.Products))
            cells.Evict();
        pictures.Evict(tags);
        cartProducts.Evict(tags);
        answers.Evict(tags);
    }

    async Task DrainAsync(CatalogContext context, bool waits, CancellationToken cancellationToken)
    {
        var taken = MostAtOnce;
        while (taken == MostAtOnce)
            taken = await context.Database.CreateExecutionStrategy().ExecuteAsync(cancel => TakeAsync(context, waits, cancel), cancellationToken);
    }

    async Task<int> TakeAsync(CatalogContext context, bool waits, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // All in one order, so that those who wait never wait for each other.
        var rows = await context.Database
            .SqlQueryRaw<PendingEviction>(waits ? Rows : Rows + " skip locked", SharedCache.EvictionLifetime, MostAtOnce)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return 0;
        string[] tags = [.. rows.SelectMany(row => row.Tags).Distinct()];
        var told = await shared.EvictAsync(tags);
        // After Redis, from where it would come again.
        EvictHere(tags);
        metrics.Evicted(tags.Length);
        long[] done = [.. rows.Where(row => told || row.Over).Select(row => row.Id)];
        await context.Database.ExecuteSqlAsync($"delete from cache_evictions where id = any ({done})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return told ? rows.Count : 0;
    }

    sealed record PendingEviction(long Id, string[] Tags, bool Over);
}

/// <summary>Drains when this process has committed something, and now and then for what others have left behind.</summary>
sealed class CacheEvictionWorker(
    IServiceScopeFactory scopes, CacheEvictions evictions, CacheEvictionSignal signal, SharedCache shared, IServiceProvider services, ILogger<CacheEvictionWorker> logger) : BackgroundService
{
    /// <summary>Within the second that anything may be behind, were a replica to die.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250), ConnectPause = TimeSpan.FromSeconds(1);

    /// <summary>So long changes gather: under load one drain does for many.</summary>
    static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ConnectAsync(stoppingToken), DrainAsync(stoppingToken));

    async Task ConnectAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ConnectPause);
        do
            try
            {
                // The first to ask makes the connection, which blocks for a while where the server is away.
                var redis = await Task.Run(services.GetRequiredService<StackExchange.Redis.IConnectionMultiplexer>, stoppingToken);
                await shared.ConnectAsync(redis, evictions.EvictHere);
                return;
            }
            catch (Exception exception) when (exception is StackExchange.Redis.RedisException or TimeoutException or InvalidOperationException)
            {
                logger.LogDebug(exception, "Redis can't be reached yet.");
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task DrainAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                if (await signal.WaitAsync(LongestPause, stoppingToken))
                    await Task.Delay(Linger, stoppingToken);
                await using var scope = scopes.CreateAsyncScope();
                await evictions.DrainAsync(scope.ServiceProvider.GetRequiredService<CatalogContext>(), stoppingToken);
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception))
            {
                // Away: the rows wait.
                logger.LogDebug(exception, "Evictions could not be read.");
            }
    }
}
