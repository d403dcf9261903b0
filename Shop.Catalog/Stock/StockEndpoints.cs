using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Stock;

/// <param name="ProductId">Of the product.</param>
/// <param name="Change">Pieces that came, or with a minus sign went.</param>
/// <param name="Reason">received or adjusted.</param>
/// <param name="Note">Why, in words.</param>
/// <param name="ExpectedStock">What can be bought now, as the sender last saw it. Keeps a request that is sent twice from counting twice.</param>
sealed record StockChangeRequest(Guid ProductId, int Change, string? Reason = null, string? Note = null, int? ExpectedStock = null);

sealed record StockResponse(Guid ProductId, int Stock);

sealed record StockCheckResponse(bool IsRight, IReadOnlyList<StockDiscrepancy> Discrepancies);

sealed record StockMovementResponse(long Id, string Reason, int Available, int OnHand, Guid? Reference, string? Note, DateTimeOffset At, Guid? By);

static class StockEndpoints
{
    const int LargestChange = 1_000_000, PageSize = 100;

    static readonly Dictionary<string, StockReason> Reasons = new() { ["received"] = StockReason.Received, ["adjusted"] = StockReason.Adjusted };

    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/manage/stock").WithTags("Stock").InLanguageOfRequest().RequireAuthorization(Policies.Staff);
        group.MapPost("", ChangeAsync)
            .WithName("ChangeStock")
            .WithSummary("Adds pieces to a product's stock or takes them away, with a reason. 409 where fewer would be left than none, or where the stock is not the expected one.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{productId:guid}", ListAsync)
            .WithName("ListStockMovements")
            .WithSummary("The movements of a product's stock, newest first: at most 100, those before the id in before.");
        group.MapGet("/check", CheckAsync)
            .WithName("CheckStock")
            .WithSummary("Whether the stock of every product is the sum of its movements, and what is reserved is what checkouts hold.");
    }

    static async Task<Results<Ok<StockResponse>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        StockChangeRequest request, ClaimsPrincipal caller, CatalogContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (request.Change is 0 or < -LargestChange or > LargestChange)
            errors["change"] = [Language.Choose($"Must be a whole number from -{LargestChange} to {LargestChange}, and not 0.", $"须为 -{LargestChange} 至 {LargestChange} 之间的整数，且不为 0。")];
        if (!Reasons.TryGetValue(request.Reason ?? "", out var reason))
            errors["reason"] = [Language.Choose($"Must be one of: {string.Join(", ", Reasons.Keys)}.", $"须为其中之一：{string.Join("、", Reasons.Keys)}。")];
        else if (reason == StockReason.Received && request.Change < 0)
            errors["change"] = [Language.Choose("Must be positive: goods that are received don't go.", "须为正数：入库只会增加库存。")];
        var note = request.Note?.Trim() ?? "";
        if (note.Length is 0 or > StockMovement.NoteLength || note.Any(char.IsControl))
            errors["note"] = [Language.Choose($"Must be a line of at most {StockMovement.NoteLength} characters.", $"须为不超过 {StockMovement.NoteLength} 个字符的一行文字。")];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var now = time.GetUtcNow();
        return await context.Database.CreateExecutionStrategy().ExecuteAsync<Results<Ok<StockResponse>, ValidationProblem, ProblemHttpResult>>(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            if (!(await StockLedger.LockAsync(context, [request.ProductId], cancellationToken)).TryGetValue(request.ProductId, out var stock))
                return TypedResults.Problem(Language.Choose("There is no such product.", "没有此商品。"), statusCode: StatusCodes.Status404NotFound);
            if (request.ExpectedStock is { } expected && expected != stock)
                return Conflict(Language.Choose($"The stock is {stock} and not {expected}.", $"库存为 {stock}，而不是 {expected}。"), stock);
            if ((long)stock + request.Change is < 0 or > int.MaxValue)
                return Conflict(Language.Choose($"Only {stock} can be taken away.", $"最多只能减少 {stock}。"), stock);
            await StockLedger.MoveAsync(context, reason, note, caller.UserId(), now, request.ProductId, request.Change, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return TypedResults.Ok(new StockResponse(request.ProductId, stock + request.Change));
        });
    }

    static async Task<Ok<List<StockMovementResponse>>> ListAsync(Guid productId, long? before, CatalogContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok((await context.StockMovements.AsNoTracking()
            .Where(movement => movement.ProductId == productId && movement.Id < (before ?? long.MaxValue))
            .OrderByDescending(movement => movement.Id).Take(PageSize).ToListAsync(cancellationToken))
            .ConvertAll(m => new StockMovementResponse(m.Id, m.Reason.ToString().ToLowerInvariant(), m.Available, m.OnHand, m.Reference, m.Note, m.At, m.By)));

    static async Task<Ok<StockCheckResponse>> CheckAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        var discrepancies = await StockCheck.FindAsync(context, cancellationToken);
        return TypedResults.Ok(new StockCheckResponse(discrepancies.Count == 0, discrepancies));
    }

    static ProblemHttpResult Conflict(string detail, int stock) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: [new("stock", stock)]);
}
