using Shop.Web.Clients;

namespace Shop.Web.Wishlist;

/// <summary>What the person of the page has in the wishlist, read once for all hearts of a page. Where that can't be said in time they are empty.</summary>
sealed class Wishes(WishlistClient wishlist, IHttpContextAccessor accessor)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    static readonly Task<IReadOnlySet<Guid>> None = Task.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>());

    Task<IReadOnlySet<Guid>>? ids;

    public Task<IReadOnlySet<Guid>> ReadAsync() => ids ??= accessor.HttpContext is { User.Identity.IsAuthenticated: true } http ? ReadAsync(http.RequestAborted) : None;

    async Task<IReadOnlySet<Guid>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            return new HashSet<Guid>(await wishlist.IdsAsync(patience.Token));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return await None;
        }
    }
}
