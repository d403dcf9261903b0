using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web.Clients;

public sealed record DayFigures(DateOnly Date, int Orders, int Paid, decimal Revenue);

public sealed record OrderFigures(string? Currency, IReadOnlyList<DayFigures> Days, int ToShip, int ReturnsToDecide);

public sealed record WorkItem(Guid Id, string Kind, Guid OrderId, DateTimeOffset DueAt, int Attempts, string? LastError, bool IsClaimed);

public sealed record FailedMessage(long Id, string MessageId, string Name, string Queue, int Failures, DateTimeOffset? FailedAt, string Error);

public sealed record ManagedReview(
    Guid Id, Guid OrderId, string ProductSlug, string ProductName, string Author, int Rating, string Title, string Text, string? HiddenReason, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

public sealed record ManagedReviewPage(IReadOnlyList<ManagedReview> Items, string? Next);

/// <summary>For what is answered without a word.</summary>
public sealed record NoAnswer;

/// <summary>What Orders tells and does for staff and admins. All methods throw <see cref="OrdersUnavailableException"/> where it does not answer.</summary>
sealed class OrderOfficeClient(HttpClient http)
{
    const string ManagePath = "/api/orders/manage", AdminPath = "/api/orders/admin";

    public async Task<OrderFigures?> FiguresAsync(int days, CancellationToken cancellationToken) => (await CallAsync(
        HttpMethod.Get, $"{ManagePath}/figures?days={days.ToString(CultureInfo.InvariantCulture)}", OrderOfficeJson.Default.OrderFigures, null, cancellationToken)).Value;

    public async Task<IReadOnlyList<WorkItem>> WorkAsync(bool failed, CancellationToken cancellationToken) => (await CallAsync(
        HttpMethod.Get, $"{AdminPath}/work?failed={(failed ? "true" : "false")}", OrderOfficeJson.Default.IReadOnlyListWorkItem, null, cancellationToken)).Value ?? [];

    /// <summary>Those given up last come first; those before an id.</summary>
    public async Task<IReadOnlyList<FailedMessage>> FailedMessagesAsync(long? before, CancellationToken cancellationToken) => (await CallAsync(
        HttpMethod.Get, $"{AdminPath}/errors{(before is { } id ? QueryString.Create("before", id.ToString(CultureInfo.InvariantCulture)) : QueryString.Empty)}",
        OrderOfficeJson.Default.IReadOnlyListFailedMessage, null, cancellationToken)).Value ?? [];

    public Task<ServiceAnswer<NoAnswer>> RunWorkAsync(Guid id, CancellationToken cancellationToken) => DoAsync(HttpMethod.Post, $"{AdminPath}/work/{id}/run", cancellationToken);

    public Task<ServiceAnswer<NoAnswer>> SendAgainAsync(long id, CancellationToken cancellationToken) =>
        DoAsync(HttpMethod.Post, $"{AdminPath}/errors/{id.ToString(CultureInfo.InvariantCulture)}/retry", cancellationToken);

    public Task<ServiceAnswer<NoAnswer>> DiscardAsync(long id, CancellationToken cancellationToken) =>
        DoAsync(HttpMethod.Delete, $"{AdminPath}/errors/{id.ToString(CultureInfo.InvariantCulture)}", cancellationToken);

    public async Task<ManagedReviewPage?> ReviewsAsync(bool hidden, string? after, CancellationToken cancellationToken) => (await CallAsync(
        HttpMethod.Get, $"{ManagePath}/reviews{QueryString.Create("hidden", hidden ? "true" : "false").Add("after", after ?? "")}", OrderOfficeJson.Default.ManagedReviewPage, null, cancellationToken)).Value;

    public Task<ServiceAnswer<NoAnswer>> HideReviewAsync(Guid id, string reason, CancellationToken cancellationToken) =>
        DoAsync(HttpMethod.Post, $"{ManagePath}/reviews/{id}/hide", cancellationToken, JsonContent.Create(new ReasonBody(reason), OrderJson.Default.ReasonBody));

    public Task<ServiceAnswer<NoAnswer>> ShowReviewAsync(Guid id, CancellationToken cancellationToken) => DoAsync(HttpMethod.Post, $"{ManagePath}/reviews/{id}/show", cancellationToken);

    Task<ServiceAnswer<NoAnswer>> DoAsync(HttpMethod method, string path, CancellationToken cancellationToken, HttpContent? content = null) =>
        CallAsync(method, path, OrderOfficeJson.Default.NoAnswer, content, cancellationToken);

    async Task<ServiceAnswer<T>> CallAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, HttpContent? content, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await http.CallAsync(method, path, type, content, cancellationToken: cancellationToken)).Allowed();
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            throw new OrdersUnavailableException($"Orders did not answer: {exception.Message}", exception);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderFigures))]
[JsonSerializable(typeof(IReadOnlyList<WorkItem>))]
[JsonSerializable(typeof(IReadOnlyList<FailedMessage>))]
[JsonSerializable(typeof(ManagedReviewPage))]
[JsonSerializable(typeof(NoAnswer))]
sealed partial class OrderOfficeJson : JsonSerializerContext;
