using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Shipping;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Http;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders.Staff;

sealed record ShipLine(int Position, int Quantity);

/// <param name="Carrier">Who takes the parcel.</param>
/// <param name="TrackingNumber">The carrier's.</param>
/// <param name="Lines">What is in it; null for all that is left.</param>
sealed record ShipRequest(string? Carrier = null, string? TrackingNumber = null, IReadOnlyList<ShipLine?>? Lines = null);

/// <param name="Status">One of <see cref="TrackingStatus"/>.</param>
/// <param name="Place">Where it is.</param>
/// <param name="At">Null for now.</param>
sealed record TrackRequest(string? Status = null, string? Place = null, DateTimeOffset? At = null);

sealed record RefundRequest(decimal? Amount = null, string? Reason = null);

/// <param name="Text">For staff only.</param>
sealed record NoteRequest(string? Text = null);

sealed record WorkItem(Guid Id, string Kind, Guid OrderId, DateTimeOffset DueAt, int Attempts, string? LastError, bool IsClaimed);

/// <summary>What staff do with anybody's orders, and what an admin sees of the machinery.</summary>
static class StaffEndpoints
{
    const string KeyHeader = "Idempotency-Key";

    const int MostShown = 100, CarrierLength = 50, TrackingLength = 100;

    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/orders/manage").WithTags("Orders, staff").InLanguageOfRequest().RequireAuthorization(Policies.Staff);
        staff.MapGet("", ListAsync).WithName("ListAllOrders").WithSummary("Everybody's orders, the latest first.").ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        staff.MapGet("/{id:guid}", GetAsync).WithName("GetAnyOrder").WithSummary("An order with its buyer and payments.");
        staff.MapPost("/{id:guid}/shipments", ShipAsync).WithName("ShipOrder").WithSummary("Sends a parcel with some or all of what is left of a paid order.").ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapPost("/{id:guid}/shipments/{shipment:guid}/tracking", TrackAsync).WithName("TrackParcel").WithSummary("Says where a parcel is; delivered is the last.").ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelAnyOrder").WithSummary("Cancels an order of which nothing has been shipped.").ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapPost("/{id:guid}/return/approve", ApproveAsync).WithName("ApproveReturn").WithSummary("Gives back all that is left of the money.").ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapPost("/{id:guid}/return/refuse", RefuseAsync).WithName("RefuseReturn").WithSummary("Refuses a return; the order is complete then.").ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapPost("/{id:guid}/refunds", RefundAsync).WithName("RefundOrder").WithSummary("Gives back a part of the money, never more than is left.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        staff.MapPost("/{id:guid}/notes", AddNoteAsync).WithName("NoteOrder").WithSummary("Writes a note that only staff read.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        var admin = routes.MapGroup("/api/orders/admin").WithTags("Orders, admin").InLanguageOfRequest().RequireAuthorization(Policies.Admin);
        admin.MapGet("/work", WorkAsync).WithName("ListWork").WithSummary("What is to be done and when, the soonest first; with failed=true only what has failed before.");
        admin.MapPost("/work/{id:guid}/run", RunAsync).WithName("RunWork").WithSummary("Makes it due now.").ProducesProblem(StatusCodes.Status404NotFound);
        admin.MapGet("/errors", ErrorsAsync).WithName("ListFailedMessages").WithSummary("Messages that were given up, of all services, the latest first. What they say is not shown: it may hold a payment's token.");
        admin.MapPost("/errors/{id:long}/retry", RetryAsync).WithName("RetryMessage").WithSummary("Sends it again.").ProducesProblem(StatusCodes.Status404NotFound);
        admin.MapDelete("/errors/{id:long}", DiscardAsync).WithName("DiscardMessage").WithSummary("Throws it away.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<Results<Ok<OrderPage>, ProblemHttpResult>> ListAsync(
        OrderReader orders, string? state, string? q, string? from, string? to, string? after, string? limit, CancellationToken cancellationToken) =>
        OrderEndpoints.ReadQuery(null, state, q, from, to, after, limit, out var errors) is { } query
            ? TypedResults.Ok(await orders.ListAsync(query, cancellationToken))
            : Problems.Invalid(errors);

    static async Task<Results<Ok<OrderDetails>, ProblemHttpResult>> GetAsync(Guid id, OrderReader orders, CancellationToken cancellationToken) =>
        await orders.FindAsync(id, null, cancellationToken) is { } order ? TypedResults.Ok(order) : Problems.NotFound(OrderTexts.NoSuchOrder);

    static async Task<Results<NoContent, ProblemHttpResult>> ShipAsync(
        Guid id, ShipRequest request, [FromHeader(Name = KeyHeader)] string? idempotencyKey, ClaimsPrincipal caller, OrdersContext context, ShippingDesk desk, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var key = Key(idempotencyKey, errors);
        var carrier = Line(request.Carrier, "carrier", CarrierLength, errors);
        var tracking = Line(request.TrackingNumber, "trackingNumber", TrackingLength, errors);
        var pieces = new Dictionary<int, int>();
        foreach (var line in request.Lines ?? [])
            if (line is null || line.Quantity < 1 || !pieces.TryAdd(line.Position, line.Quantity))
                errors["lines"] = [OrderTexts.Pieces];
        if (request.Lines is { Count: 0 })
            errors["lines"] = [OrderTexts.Pieces];
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        return await desk.ShipAsync(id, carrier!, tracking!, pieces, key, caller.UserId(), cancellationToken) switch
        {
            ShippingOutcome.Done => TypedResults.NoContent(),
            ShippingOutcome.NotFound => Problems.NotFound(OrderTexts.NoSuchOrder),
            ShippingOutcome.NotConfirmed => Problems.Conflict(OrderTexts.NotConfirmed),
            ShippingOutcome.KeyUsed => Problems.Invalid(KeyHeader, OrderTexts.KeyUsed),
            ShippingOutcome.WrongLines => Problems.Invalid("lines", OrderTexts.Pieces),
            _ => await NotNowAsync(context, id, cancellationToken),
        };
    }

    static async Task<Results<NoContent, ProblemHttpResult>> TrackAsync(
        Guid id, Guid shipment, TrackRequest request, [FromHeader(Name = KeyHeader)] string? idempotencyKey, ClaimsPrincipal caller, ShippingDesk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var key = Key(idempotencyKey, errors);
        var status = EnumName.Read<TrackingStatus>(request.Status);
        if (status is null)
            errors["status"] = [OrderTexts.Tracking];
        var place = string.IsNullOrWhiteSpace(request.Place) ? null : Line(request.Place, "place", TrackingEvent.PlaceLength, errors);
        var now = time.GetUtcNow();
        var at = request.At?.ToUniversalTime() ?? now;
        if (at > now)
            errors["at"] = [OrderTexts.TrackedAt];
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        return await desk.TrackAsync(id, shipment, status!.Value, place, at, key, caller.UserId(), cancellationToken) switch
        {
            ShippingOutcome.Done => TypedResults.NoContent(),
            ShippingOutcome.NotFound => Problems.NotFound(OrderTexts.NoSuchOrder),
            ShippingOutcome.KeyUsed => Problems.Invalid(KeyHeader, OrderTexts.KeyUsed),
            ShippingOutcome.TooEarly => Problems.Invalid("at", OrderTexts.TrackedAt),
            _ => Problems.Conflict(OrderTexts.IsDelivered),
        };
    }

    static Task<Results<NoContent, ProblemHttpResult>> CancelAsync(Guid id, ReasonRequest? request, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        ActAsync(desk.CancelAsync(id, Actor.Staff(caller.UserId()), OrderEndpoints.Reason(request?.Reason), cancellationToken), context, id, cancellationToken);

    static Task<Results<NoContent, ProblemHttpResult>> ApproveAsync(Guid id, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        ActAsync(desk.ApproveReturnAsync(id, caller.UserId(), cancellationToken), context, id, cancellationToken);

    static Task<Results<NoContent, ProblemHttpResult>> RefuseAsync(Guid id, ReasonRequest? request, ClaimsPrincipal caller, OrdersContext context, OrderDesk desk, CancellationToken cancellationToken) =>
        ActAsync(desk.RefuseReturnAsync(id, caller.UserId(), OrderEndpoints.Reason(request?.Reason), cancellationToken), context, id, cancellationToken);

    static async Task<Results<NoContent, ProblemHttpResult>> RefundAsync(
        Guid id, RefundRequest request, [FromHeader(Name = KeyHeader)] string? idempotencyKey, ClaimsPrincipal caller, OrderDesk desk, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var key = Key(idempotencyKey, errors);
        if (request.Amount is not > 0 || decimal.Round(request.Amount.Value, 2) != request.Amount)
            errors["amount"] = [OrderTexts.Amount];
        var reason = OrderEndpoints.Reason(request.Reason);
        if (reason is null)
            errors["reason"] = [OrderTexts.Line(OrderReasons.Length)];
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        return await desk.RefundAsync(id, request.Amount!.Value, reason!, key, caller.UserId(), cancellationToken) switch
        {
            RefundOutcome.Done => TypedResults.NoContent(),
            RefundOutcome.NotFound => Problems.NotFound(OrderTexts.NoSuchOrder),
            RefundOutcome.KeyUsed => Problems.Invalid(KeyHeader, OrderTexts.KeyUsed),
            _ => Problems.Invalid("amount", OrderTexts.Amount),
        };
    }

    static async Task<Results<NoContent, ProblemHttpResult>> AddNoteAsync(
        Guid id, NoteRequest request, [FromHeader(Name = KeyHeader)] string? idempotencyKey, ClaimsPrincipal caller, OrderDesk desk, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var key = Key(idempotencyKey, errors);
        var text = request.Text?.Trim();
        if (text is not { Length: > 0 and <= OrderNote.Length } || text.Any(static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            errors["text"] = [OrderTexts.Text(OrderNote.Length)];
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        return await desk.AddNoteAsync(id, text!, key, caller.UserId(), cancellationToken) switch
        {
            NoteOutcome.Done => TypedResults.NoContent(),
            NoteOutcome.NotFound => Problems.NotFound(OrderTexts.NoSuchOrder),
            _ => Problems.Invalid(KeyHeader, OrderTexts.KeyUsed),
        };
    }

    static async Task<Results<Ok<List<WorkItem>>, ProblemHttpResult>> WorkAsync(string? failed, OrdersContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var isFailed = false;
        if (!string.IsNullOrEmpty(failed) && !bool.TryParse(failed, out isFailed))
            return Problems.Invalid("failed", Language.Choose("Must be true or false.", "须为 true 或 false。"));
        var now = time.GetUtcNow();
        var work = context.Work.AsNoTracking();
        if (isFailed)
            work = work.Where(item => item.LastError != null);
        return TypedResults.Ok(await work.OrderBy(item => item.DueAt).Take(MostShown)
            .Select(item => new WorkItem(item.Id, item.Kind.ToString(), item.OrderId, item.DueAt, item.Attempts, item.LastError, item.ClaimedUntil > now)).ToListAsync(cancellationToken));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RunAsync(Guid id, OrdersContext context, WorkSignal signal, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await context.Work.Where(work => work.Id == id).ExecuteUpdateAsync(set => set.SetProperty(work => work.DueAt, time.GetUtcNow()), cancellationToken);
        signal.Raise();
        return found == 1 ? TypedResults.NoContent() : Problems.NotFound(Language.Choose("There is no such work, or it is done.", "没有此任务，或已完成。"));
    }

    static async Task<Ok<List<FailedMessage>>> ErrorsAsync(ErrorQueue errors, long? before, CancellationToken cancellationToken) =>
        TypedResults.Ok((await errors.ListAsync(MostShown, before, cancellationToken)).Select(static message => message with { Body = "" }).ToList());

    static async Task<Results<NoContent, ProblemHttpResult>> RetryAsync(long id, ErrorQueue errors, CancellationToken cancellationToken) =>
        await errors.SendAgainAsync(id, cancellationToken) ? TypedResults.NoContent() : NoSuchMessage();

    static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(long id, ErrorQueue errors, CancellationToken cancellationToken) =>
        await errors.DiscardAsync(id, cancellationToken) ? TypedResults.NoContent() : NoSuchMessage();

    static ProblemHttpResult NoSuchMessage() => Problems.NotFound(Language.Choose("There is no such message any more.", "此消息已不存在。"));

    static async Task<Results<NoContent, ProblemHttpResult>> ActAsync(Task<bool> act, OrdersContext context, Guid id, CancellationToken cancellationToken) =>
        await act ? TypedResults.NoContent() : await NotNowAsync(context, id, cancellationToken);

    static async Task<ProblemHttpResult> NotNowAsync(OrdersContext context, Guid id, CancellationToken cancellationToken) =>
        await context.Orders.Where(order => order.Id == id).Select(order => (OrderState?)order.State).SingleOrDefaultAsync(cancellationToken) is { } state
            ? Problems.Conflict(OrderTexts.NotNow(state))
            : Problems.NotFound(OrderTexts.NoSuchOrder);

    /// <summary>Under which sending again is safe; one that nobody knows where none was sent.</summary>
    static Guid Key(string? sent, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(sent))
            return Guid.CreateVersion7();
        if (!Guid.TryParse(sent, out var key) || key == Guid.Empty)
            errors[KeyHeader] = [OrderTexts.Key];
        return key;
    }

    static string? Line(string? sent, string field, int longest, Dictionary<string, string[]> errors)
    {
        if (sent?.Trim() is { } line && line.Length > 0 && line.Length <= longest && !line.Any(char.IsControl))
            return line;
        errors[field] = [OrderTexts.Line(longest)];
        return null;
    }
}
