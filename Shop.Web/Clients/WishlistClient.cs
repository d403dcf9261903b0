namespace Shop.Web.Clients;

/// <summary>The wishlist of the person of the session. All methods throw <see cref="CatalogUnavailableException"/> where it can't be reached.</summary>
sealed class WishlistClient(HttpClient http)
{
    const string Path = "/api/catalog/wishlist";

    /// <summary>At the prices and with the stock of now, the latest wish first.</summary>
    public async Task<IReadOnlyList<ProductSummary>> ReadAsync(CancellationToken cancellationToken) =>
        (await TryAsync(() => http.CallAsync(HttpMethod.Get, Path, CartJson.Default.IReadOnlyListProductSummary, cancellationToken: cancellationToken))).Value ?? [];

    public async Task<IReadOnlyList<Guid>> IdsAsync(CancellationToken cancellationToken) =>
        (await TryAsync(() => http.CallAsync(HttpMethod.Get, Path + "/ids", CartJson.Default.IReadOnlyListGuid, cancellationToken: cancellationToken))).Value ?? [];

    /// <returns>False where the product is not sold, or the list is full.</returns>
    public Task<bool> AddAsync(Guid product, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Put, product, cancellationToken);

    public Task<bool> RemoveAsync(Guid product, CancellationToken cancellationToken) => ChangeAsync(HttpMethod.Delete, product, cancellationToken);

    async Task<bool> ChangeAsync(HttpMethod method, Guid product, CancellationToken cancellationToken) =>
        (await TryAsync(() => http.CallAsync(method, $"{Path}/{product}", CartJson.Default.IReadOnlyListGuid, cancellationToken: cancellationToken))).IsSuccess;

    static async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new CatalogUnavailableException("The wishlist can't be reached.", exception);
        }
    }
}
