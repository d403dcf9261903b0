using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Shipping;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Http;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Orders;

sealed record ReasonRequest(string? Reason = null);

sealed record PayRequest(string? PaymentToken = null);

/// <summary>How an order stands, for who watches it: its state, how many steps its timeline has, and how often the carrier has said something of its parcels.</summary>
sealed record OrderChange(OrderState State, DateTimeOffset UpdatedAt, int Steps, int Tracked);

/// <summary>What a buyer does with their own orders. Those of others are not there.</summary>
static partial class OrderEndpoints
{
    const int DefaultLimit = 20, LargestLimit = 100, LongestSearch = 100;

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/orders").WithTags("Orders").InLanguageOfRequest().RequireAuthorization(Policies.Person);
        group.MapGet("", ListAsync).WithName("ListOrders").WithSummary("The caller's orders, the latest first.").ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/{id:guid}", GetAsync).WithName("GetOrder").WithSummary("An order with its lines, parcels and history.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id:guid}/events", WatchAsync).WithName("WatchOrder").WithSummary("The order's state as server-sent events: how it stands, then each change.");
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelOrder").WithSummary("Cancels an order of which nothing has been shipped. Money and stock come back.").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id:guid}/pay", PayAsync).WithName("PayOrder").WithSummary("Pays an order whose payment has failed with another card.").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id:guid}/confirm", ConfirmAsync).WithName("ConfirmReceipt").WithSummary("Says that all of it has come.").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id:guid}/shipments/{shipment:guid}/confirm", ConfirmParcelAsync).WithName("ConfirmParcel").WithSummary("Says that one parcel has come; with the last of an order that is shipped, all of it has.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id:guid}/return", ReturnAsync).WithName("RequestReturn").WithSummary("Asks to return what was received.").ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<Results<Ok<OrderPage>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller, OrderReader orders, HttpResponse response, string? state, string? q, string? from, string? to, string? after, string? limit,
        CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return ReadQuery(caller.UserId(), state, q, from, to, after, limit, out var errors) is { } query
            ? TypedResults.Ok(await orders.ListAsync(query, cancellationToken))
            : Problems.Invalid(errors);
    }

    public static OrderQuery? ReadQuery(
        Guid? user, string? state, string? q, string? from, string? to, string? after, string? limit, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var (begin, end) = (ReadTime("from", from, errors), ReadTime("to", to, errors));
        var wanted = EnumName.Read<OrderState>(state);
        if (wanted is null && !string.IsNullOrEmpty(state))
            errors["state"] = [OrderTexts.State];
        var search = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        if (search is not null && (search.Length > LongestSearch || search.Contains('\0', StringComparison.Ordinal)))
            errors["q"] = [OrderTexts.Search];
        var (cursor, count) = PageRequest.Read(after, limit, DefaultLimit, LargestLimit, errors);
        return errors.Count > 0 ? null : new(user, wanted, search, begin, end, cursor, count);
    }

    /// <summary>A day begins at midnight UTC. Null where nothing is said, or not rightly.</summary>
    public static DateTimeOffset? ReadTime(string name, string? text, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time.ToUniversalTime();
        errors[name] = [OrderTexts.Time];
        return null;
    }

    static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> GetAsync(Guid id, ClaimsPrincipal caller, OrderReader orders, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return await orders.FindAsync(id, caller.UserId(), cancellationToken) is { } order ? TypedResults.Ok(order) : Problems.NotFound(OrderTexts.NoSuchOrder);
    }

    static async Task<Results<ServerSentEventsResult<OrderChange>, ProblemHttpResult>> WatchAsync(
        Guid id, ClaimsPrincipal caller, OrdersContext context, OrderChanges changes, IServiceScopeFactory scopes, HttpContext http, CancellationToken cancellationToken)
    {
        if (!await IsOwnAsync(context, id, caller, cancellationToken))
            return Problems.NotFound(OrderTexts.NoSuchOrder);
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        return TypedResults.ServerSentEvents(ReadChangesAsync(id, changes, scopes, cancellationToken));
    }

    static async IAsyncEnumerable<SseItem<OrderChange>> ReadChangesAsync(Guid id, OrderChanges changes, IServiceScopeFactory scopes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OrderChange? last = null;
        await foreach (var isChanged in changes.WatchAsync(id, cancellationToken))
        {
            // A connection for a moment, and not for as long as somebody watches.
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
            var now = await context.Orders.Where(order => order.Id == id)
                .Select(order => new OrderChange(
                    order.State, order.UpdatedAt, context.Events.Count(e => e.OrderId == id),
                    context.Tracking.Count(said => context.Shipments.Any(parcel => parcel.Id == said.ShipmentId && parcel.OrderId == id))))
                .SingleAsync(cancellationToken);
            // Word may come late, of what has been told already; and be lost with a process, so silence is no proof that nothing has changed.
            if (now == last)
            {
                if (!isChanged)
                    yield return new SseItem<OrderChange>(now, "alive");
                continue;
            }
            yield return new SseItem<OrderChange>(now, last is null ? "state" : "change");
            last = now;
            if (OrderStates.IsFinal(now.State))
                yield break;
        }
    }

    static Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        Guid id, ReasonRequest? request, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        ActAsync(id, caller, context, () => desk.CancelAsync(id, Actor.Buyer(caller.UserId()), null, cancellationToken), cancellationToken);

    static Task<Results<NoContent, ProblemHttpResult>> PayAsync(
        Guid id, PayRequest request, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        request.PaymentToken is { } token && Token().IsMatch(token) && !token.All(static c => char.IsDigit(c) || c is '-' or '.')
            ? ActAsync(id, caller, context, () => desk.PayAgainAsync(id, token, caller.UserId(), cancellationToken), cancellationToken)
            : Task.FromResult<Results<NoContent, ProblemHttpResult>>(Problems.Invalid("paymentToken", OrderTexts.Token));

    static Task<Results<NoContent, ProblemHttpResult>> ConfirmAsync(
        Guid id, ClaimsPrincipal caller, OrdersContext context, ShippingDesk desk, CancellationToken cancellationToken) =>
        ActAsync(id, caller, context, async () => await desk.ConfirmAsync(id, caller.UserId(), cancellationToken) == ShippingOutcome.Done, cancellationToken);

    static async Task<Results<NoContent, ProblemHttpResult>> ConfirmParcelAsync(
        Guid id, Guid shipment, ClaimsPrincipal caller, OrdersContext context, ShippingDesk desk, CancellationToken cancellationToken) =>
        await IsOwnAsync(context, id, caller, cancellationToken) && await desk.ConfirmParcelAsync(id, shipment, caller.UserId(), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound(OrderTexts.NoSuchOrder);

    static Task<Results<NoContent, ProblemHttpResult>> ReturnAsync(
        Guid id, ReasonRequest request, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        Reason(request.Reason) is { } reason
            ? ActAsync(id, caller, context, () => desk.RequestReturnAsync(id, caller.UserId(), reason, cancellationToken), cancellationToken)
            : Task.FromResult<Results<NoContent, ProblemHttpResult>>(Problems.Invalid("reason", OrderTexts.Line(OrderReasons.Length)));

    /// <summary>Null where it is missing, too long or no text.</summary>
    public static string? Reason(string? text) =>
        text?.Trim() is { Length: > 0 and <= OrderReasons.Length } reason && !reason.Any(static c => char.IsControl(c) && c is not '\n' and not '\r') ? reason : null;

    static async Task<Results<NoContent, ProblemHttpResult>> ActAsync(Guid id, ClaimsPrincipal caller, OrdersContext context, Func<Task<bool>> act, CancellationToken cancellationToken)
    {
        if (!await IsOwnAsync(context, id, caller, cancellationToken))
            return Problems.NotFound(OrderTexts.NoSuchOrder);
        if (await act())
            return TypedResults.NoContent();
        return Problems.Conflict(OrderTexts.NotNow(await context.Orders.Where(order => order.Id == id).Select(order => order.State).SingleAsync(cancellationToken)));
    }

    static Task<bool> IsOwnAsync(OrdersContext context, Guid id, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        return context.Orders.AnyAsync(order => order.Id == id && order.UserId == user, cancellationToken);
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{8,200}$")]
    private static partial Regex Token();
}
