using Microsoft.AspNetCore.Http.Extensions;

namespace Shop.Web.Clients;

/// <summary>Orders did not answer: shown as a page, or a part of one, that asks to come back in a moment.</summary>
public sealed class OrdersUnavailableException(string message, Exception? inner = null) : HttpRequestException(message, inner);

/// <summary>The orders of the person of the session, and everybody's for staff. All methods throw <see cref="OrdersUnavailableException"/> where Orders does not answer.</summary>
sealed class OrderClient(HttpClient http)
{
    const string Path = "/api/orders", ManagePath = Path + "/manage";

    public Task<ServiceAnswer<OrderPage>> ListAsync(string? state, string? search, string? after, bool asStaff, CancellationToken cancellationToken)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("state", state), ("q", search), ("after", after) })
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        return TryAsync(() => http.CallAsync(HttpMethod.Get, (asStaff ? ManagePath : Path) + query, OrderJson.Default.OrderPage, cancellationToken: cancellationToken));
    }

    /// <summary>Null where the person has no such order, or not yet.</summary>
    public async Task<Order?> FindAsync(Guid id, bool asStaff, CancellationToken cancellationToken) =>
        (await TryAsync(() => http.CallAsync(HttpMethod.Get, $"{(asStaff ? ManagePath : Path)}/{id}", OrderJson.Default.Order, cancellationToken: cancellationToken))).Value;

    public Task<ServiceAnswer<Order>> CancelAsync(Guid id, CancellationToken cancellationToken) => ActAsync($"{Path}/{id}/cancel", null, cancellationToken);

    public Task<ServiceAnswer<Order>> ConfirmAsync(Guid id, CancellationToken cancellationToken) => ActAsync($"{Path}/{id}/confirm", null, cancellationToken);

    public Task<ServiceAnswer<Order>> PayAsync(Guid id, string token, CancellationToken cancellationToken) =>
        ActAsync($"{Path}/{id}/pay", JsonContent.Create(new PayBody(token), OrderJson.Default.PayBody), cancellationToken);

    public Task<ServiceAnswer<Order>> ReturnAsync(Guid id, string reason, CancellationToken cancellationToken) =>
        ActAsync($"{Path}/{id}/return", JsonContent.Create(new ReasonBody(reason), OrderJson.Default.ReasonBody), cancellationToken);

    public Task<ServiceAnswer<Review>> ReviewAsync(Guid id, int position, ReviewBody review, CancellationToken cancellationToken) => TryAsync(() => http.CallAsync(
        HttpMethod.Put, $"{Path}/{id}/lines/{position}/review", OrderJson.Default.Review, JsonContent.Create(review, OrderJson.Default.ReviewBody), cancellationToken: cancellationToken));

    /// <summary>Null where there is none, or it can't be read now: a form can do without.</summary>
    public async Task<Review?> OwnReviewAsync(Guid id, int position, CancellationToken cancellationToken)
    {
        try
        {
            return (await http.CallAsync(HttpMethod.Get, $"{Path}/{id}/lines/{position}/review", OrderJson.Default.Review, cancellationToken: cancellationToken)).Value;
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            return null;
        }
    }

    public Task<ServiceAnswer<Review>> DeleteReviewAsync(Guid id, int position, CancellationToken cancellationToken) => TryAsync(() => http.CallAsync(
        HttpMethod.Delete, $"{Path}/{id}/lines/{position}/review", OrderJson.Default.Review, cancellationToken: cancellationToken));

    public Task<ServiceAnswer<ReviewPicture>> AddPictureAsync(Guid id, int position, Stream picture, CancellationToken cancellationToken) => TryAsync(() => http.CallAsync(
        HttpMethod.Post, $"{Path}/{id}/lines/{position}/review/pictures", OrderJson.Default.ReviewPicture, new StreamContent(picture), cancellationToken: cancellationToken));

    public Task<ServiceAnswer<ReviewPicture>> RemovePictureAsync(Guid id, int position, Guid picture, CancellationToken cancellationToken) => TryAsync(() => http.CallAsync(
        HttpMethod.Delete, $"{Path}/{id}/lines/{position}/review/pictures/{picture}", OrderJson.Default.ReviewPicture, cancellationToken: cancellationToken));

    public async Task<ReviewPage?> ReviewsAsync(Guid product, string? after, CancellationToken cancellationToken) => (await TryAsync(() => http.CallAsync(
        HttpMethod.Get, $"{Path}/reviews?product={product}{(string.IsNullOrEmpty(after) ? "" : "&after=" + Uri.EscapeDataString(after))}", OrderJson.Default.ReviewPage,
        cancellationToken: cancellationToken))).Value;

    /// <summary>Sent again under the same key, it is done once; as are word of parcels, refunds and notes.</summary>
    public Task<ServiceAnswer<Order>> ShipAsync(Guid id, ShipBody parcel, string key, CancellationToken cancellationToken) =>
        ActAsync($"{ManagePath}/{id}/shipments", JsonContent.Create(parcel, OrderJson.Default.ShipBody), cancellationToken, key);

    public Task<ServiceAnswer<Order>> TrackAsync(Guid id, Guid parcel, TrackBody where, string key, CancellationToken cancellationToken) =>
        ActAsync($"{ManagePath}/{id}/shipments/{parcel}/tracking", JsonContent.Create(where, OrderJson.Default.TrackBody), cancellationToken, key);

    public Task<ServiceAnswer<Order>> RefundAsync(Guid id, RefundBody refund, string key, CancellationToken cancellationToken) =>
        ActAsync($"{ManagePath}/{id}/refunds", JsonContent.Create(refund, OrderJson.Default.RefundBody), cancellationToken, key);

    public Task<ServiceAnswer<Order>> NoteAsync(Guid id, NoteBody note, string key, CancellationToken cancellationToken) =>
        ActAsync($"{ManagePath}/{id}/notes", JsonContent.Create(note, OrderJson.Default.NoteBody), cancellationToken, key);

    /// <param name="id">Of the order.</param>
    /// <param name="action">cancel, return/approve or return/refuse.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ServiceAnswer<Order>> ManageAsync(Guid id, string action, CancellationToken cancellationToken) => ActAsync($"{ManagePath}/{id}/{action}", null, cancellationToken);

    Task<ServiceAnswer<Order>> ActAsync(string path, HttpContent? content, CancellationToken cancellationToken, string? key = null) => TryAsync(() => http.CallAsync(
        HttpMethod.Post, path, OrderJson.Default.Order, content, key is null ? null : headers => headers.TryAddWithoutValidation("Idempotency-Key", key), cancellationToken));

    static async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new OrdersUnavailableException($"Orders did not answer: {exception.Message}", exception);
        }
    }
}
