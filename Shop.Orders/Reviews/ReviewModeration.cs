using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Reviews;

/// <param name="Id">Of the review.</param>
/// <param name="OrderId">Whose line it is about.</param>
/// <param name="ProductSlug">As the product was called in addresses when it was bought.</param>
/// <param name="ProductName">As it was called then.</param>
/// <param name="Author">As the review names them.</param>
/// <param name="Rating">From 1 to 5.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">Plain text.</param>
/// <param name="HiddenReason">Why it is hidden; null where it is shown.</param>
/// <param name="CreatedAt">When it was first written.</param>
/// <param name="UpdatedAt">When it was changed, hidden or shown last.</param>
sealed record ManagedReview(
    Guid Id, Guid OrderId, string ProductSlug, string ProductName, string Author, int Rating, string Title, string Text, string? HiddenReason, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Items">The latest first.</param>
/// <param name="Next">Goes as after; null at the end.</param>
sealed record ManagedReviewPage(IReadOnlyList<ManagedReview> Items, string? Next);

static class ReviewModeration
{
    const int PageSize = 20, LargestLimit = 100;

    public static void MapReviewModeration(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/orders/manage").WithTags("Reviews").InLanguageOfRequest()
        .MapGet("/reviews", ListAsync)
        .RequireAuthorization(Policies.Staff)
        .WithName("ListAllReviews")
        .WithSummary("Reviews of all products, the latest first: all of them, or with hidden=true those that staff hides.")
        .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

    static async Task<Results<Ok<ManagedReviewPage>, ProblemHttpResult>> ListAsync(string? hidden, string? after, string? limit, OrdersContext context, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var isHidden = false;
        if (!string.IsNullOrEmpty(hidden) && !bool.TryParse(hidden, out isHidden))
            errors["hidden"] = [Language.Choose("Must be true or false.", "须为 true 或 false。")];
        var (from, count) = PageRequest.Read(after, limit, PageSize, LargestLimit, errors);
        if (errors.Count > 0)
            return Problems.Invalid(errors);

        var reviews = context.Reviews.AsNoTracking();
        if (isHidden)
            reviews = reviews.Where(review => review.HiddenReason != null);
        var rows = await reviews.After(from).OrderByDescending(review => review.CreatedAt).ThenByDescending(review => review.Id).Take(count + 1)
            .Join(context.Lines, review => new { review.OrderId, review.Position }, line => new { line.OrderId, line.Position }, (review, line) => new { Review = review, line.Slug, line.NameEn, line.NameZh })
            .OrderByDescending(row => row.Review.CreatedAt).ThenByDescending(row => row.Review.Id)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new ManagedReviewPage(
            [.. rows.Take(count).Select(static row => new ManagedReview(
                row.Review.Id, row.Review.OrderId, row.Slug, Language.Choose(row.NameEn, row.NameZh), row.Review.Author, row.Review.Rating, row.Review.Title, row.Review.Text, row.Review.HiddenReason,
                row.Review.CreatedAt, row.Review.UpdatedAt))],
            rows.Count > count ? new OrderCursor(rows[count - 1].Review.CreatedAt, rows[count - 1].Review.Id).ToString() : null));
    }
}
