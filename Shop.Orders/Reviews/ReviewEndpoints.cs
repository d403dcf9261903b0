using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Reviews.Pictures;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders.Reviews;

/// <summary>A review was written, changed or withdrawn: what it says from that version on.</summary>
[Message("shop.product-reviewed.v1")]
sealed record ProductReviewed(Guid ReviewId, Guid ProductId, int Version, int? Rating);

sealed record ReviewRequest(int Rating, string? Title = null, string? Text = null);

sealed record HideRequest(string? Reason = null);

sealed record ReviewResponse(
    Guid Id, string Author, int Rating, string Title, string Text, int Helpful, DateTimeOffset CreatedAt, bool IsEdited, IReadOnlyList<ReviewPictureResponse> Pictures);

/// <param name="Items">The latest first.</param>
/// <param name="Next">Goes as after; null at the end.</param>
/// <param name="Average">Of all that are shown; 0 while there are none.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Histogram">How many there are of each number of stars, from 1 to 5.</param>
sealed record ReviewPage(IReadOnlyList<ReviewResponse> Items, string? Next, decimal Average, int Count, IReadOnlyList<int> Histogram);

static class ReviewEndpoints
{
    const int PageSize = 10, LargestLimit = 50;

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/orders").WithTags("Reviews").InLanguageOfRequest();
        group.MapGet("/reviews", ListAsync).AllowAnonymous().WithName("ListReviews").WithSummary("What buyers say of a product, and how many stars they gave.")
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPut("/{order:guid}/lines/{position:int}/review", WriteAsync).RequireAuthorization(Policies.Person).WithName("WriteReview")
            .WithSummary("Writes the review of a line that was received, or changes it within 30 days.")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/{order:guid}/lines/{position:int}/review", OwnAsync).RequireAuthorization(Policies.Person).WithName("GetOwnReview").WithSummary("The caller's review of a line.");
        group.MapDelete("/{order:guid}/lines/{position:int}/review", DeleteAsync).RequireAuthorization(Policies.Person).WithName("DeleteReview")
            .WithSummary("Takes the caller's review back, with its pictures. Another may be written.").ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/reviews/{id:guid}/helpful", VoteAsync).RequireAuthorization(Policies.Person).WithName("FindHelpful").WithSummary("Finds a review helpful; once, however often.");
        group.MapDelete("/reviews/{id:guid}/helpful", UnvoteAsync).RequireAuthorization(Policies.Person).WithName("FindNotHelpful").WithSummary("No longer finds it helpful.");
        group.MapPost("/manage/reviews/{id:guid}/hide", HideAsync).RequireAuthorization(Policies.Staff).WithName("HideReview").WithSummary("Hides a review, which then counts for nothing.");
        group.MapPost("/manage/reviews/{id:guid}/show", ShowAsync).RequireAuthorization(Policies.Staff).WithName("ShowReview").WithSummary("Shows a hidden review again.");
    }

    static async Task<Results<Ok<ReviewPage>, ProblemHttpResult>> ListAsync(
        Guid? product, string? after, string? limit, OrdersContext context, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (product is null)
            errors["product"] = [Language.Choose("Must be a product's id.", "须为商品的编号。")];
        var (from, count) = PageRequest.Read(after, limit, PageSize, LargestLimit, errors);
        if (errors.Count > 0)
            return Problems.Invalid(errors);

        var shown = context.Reviews.AsNoTracking().Where(review => review.ProductId == product && review.HiddenReason == null);
        var stars = await shown.GroupBy(review => review.Rating).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var rows = await shown.After(from).OrderByDescending(review => review.CreatedAt).ThenByDescending(review => review.Id).Take(count + 1).ToListAsync(cancellationToken);
        int[] histogram = [.. Enumerable.Range(1, 5).Select(rating => stars.GetValueOrDefault(rating))];
        var total = histogram.Sum();
        var pictures = await PicturesAsync(context, [.. rows.Take(count).Select(review => review.Id)], cancellationToken);
        response.Headers.CacheControl = "public, max-age=1";
        return TypedResults.Ok(new ReviewPage(
            [.. rows.Take(count).Select(review => ToResponse(review, pictures))], rows.Count > count ? new OrderCursor(rows[count - 1].CreatedAt, rows[count - 1].Id).ToString() : null,
            total == 0 ? 0 : Math.Round(histogram.Select((times, i) => (decimal)times * (i + 1)).Sum() / total, 2), total, histogram));
    }

    /// <summary>Those below a place in the list, the latest first.</summary>
    public static IQueryable<Review> After(this IQueryable<Review> reviews, OrderCursor? cursor) => cursor is { } last
        ? reviews.Where(review => EF.Functions.LessThan(ValueTuple.Create(review.CreatedAt, review.Id), ValueTuple.Create(last.PlacedAt, last.Id)))
        : reviews;

    static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> OwnAsync(Guid order, int position, ClaimsPrincipal caller, OrdersContext context, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        return await context.Reviews.AsNoTracking().SingleOrDefaultAsync(review => review.OrderId == order && review.Position == position && review.UserId == user, cancellationToken) is { } review
            ? TypedResults.Ok(ToResponse(review, await PicturesAsync(context, [review.Id], cancellationToken)))
            : Problems.NotFound(NoSuchReview);
    }

    static async Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> WriteAsync(
        Guid order, int position, ReviewRequest request, ClaimsPrincipal caller, OrdersContext context, OrderTransitions transitions, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (request.Rating is < 1 or > 5)
            errors["rating"] = [Language.Choose("Must be from 1 to 5.", "须为 1 至 5。")];
        var title = Text(request.Title, "title", Review.TitleLength, errors);
        var text = Text(request.Text, "text", Review.TextLength, errors);
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        var user = caller.UserId();
        var author = caller.FindFirstValue(ClaimNames.Name) is { Length: > 0 and <= Review.AuthorLength } name ? name : Language.Choose("A buyer", "买家");
        return await context.TransactAsync<Results<Ok<ReviewResponse>, ProblemHttpResult>>(async cancel =>
        {
            // Two at once for the same line wait for each other here.
            var state = await transitions.LockAsync(order, cancel);
            var line = await context.Lines.AsNoTracking()
                .SingleOrDefaultAsync(l => l.OrderId == order && l.Position == position && context.Orders.Any(o => o.Id == order && o.UserId == user), cancel);
            if (line is null)
                return Problems.NotFound(OrderTexts.NoSuchOrder);
            if (state is not (OrderState.Received or OrderState.Completed))
                return Problems.Conflict(OrderTexts.NotNow(state));
            var now = time.GetUtcNow();
            var review = await context.Reviews.SingleOrDefaultAsync(r => r.OrderId == order && r.Position == position, cancel);
            if (review is null)
                context.Reviews.Add(review = new()
                {
                    Id = Guid.CreateVersion7(now),
                    OrderId = order,
                    Position = position,
                    ProductId = line.ProductId,
                    UserId = user,
                    Author = author,
                    Rating = request.Rating,
                    Title = title!,
                    Text = text!,
                    Version = 1,
                    CreatedAt = now,
                    UpdatedAt = now,
                });
            else if (!review.IsEditable(now))
                return Problems.Conflict(NotEditable);
            else
                (review.Author, review.Rating, review.Title, review.Text, review.Version, review.UpdatedAt) = (author, request.Rating, title!, text!, review.Version + 1, now);
            Publish(context, review, now);
            await context.SaveChangesAsync(cancel);
            return TypedResults.Ok(ToResponse(review, await PicturesAsync(context, [review.Id], cancel)));
        }, cancellationToken);
    }

    /// <summary>A second time changes nothing. What staff hide stays hidden: written anew it would be shown again.</summary>
    static Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid order, int position, ClaimsPrincipal caller, OrdersContext context, OrderTransitions transitions, TimeProvider time, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        return context.TransactAsync<Results<NoContent, ProblemHttpResult>>(async cancel =>
        {
            // Who writes it at the same time waits, or is waited for.
            await transitions.LockAsync(order, cancel);
            if (!await context.Orders.AnyAsync(o => o.Id == order && o.UserId == user, cancel))
                return Problems.NotFound(OrderTexts.NoSuchOrder);
            if (await context.Reviews.SingleOrDefaultAsync(r => r.OrderId == order && r.Position == position, cancel) is not { } review)
                return TypedResults.NoContent();
            if (review.HiddenReason is not null)
                return Problems.Conflict(Language.Choose("The shop has hidden this review.", "此评价已被商店隐藏。"));
            context.Reviews.Remove(review);
            context.Publish(new ProductReviewed(review.Id, review.ProductId, review.Version + 1, null), time.GetUtcNow());
            return TypedResults.NoContent();
        }, cancellationToken);
    }

    static async Task<Results<NoContent, ProblemHttpResult>> VoteAsync(Guid id, ClaimsPrincipal caller, OrdersContext context, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        if (!await context.Reviews.AnyAsync(review => review.Id == id && review.HiddenReason == null, cancellationToken))
            return Problems.NotFound(NoSuchReview);
        // The vote and the count are one statement: two at once count twice, and one twice counts once.
        await context.Database.ExecuteSqlAsync(
            $"""
             with vote as (insert into helpful_votes (review_id, user_id) values ({id}, {user}) on conflict do nothing returning 1)
             update reviews set helpful = helpful + 1 where id = {id} and exists (select from vote)
             """, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> UnvoteAsync(Guid id, ClaimsPrincipal caller, OrdersContext context, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync(
            $"""
             with vote as (delete from helpful_votes where review_id = {id} and user_id = {caller.UserId()} returning 1)
             update reviews set helpful = helpful - 1 where id = {id} and exists (select from vote)
             """, cancellationToken);
        return TypedResults.NoContent();
    }

    static Task<Results<NoContent, ProblemHttpResult>> HideAsync(Guid id, HideRequest request, OrdersContext context, TimeProvider time, CancellationToken cancellationToken) =>
        OrderEndpoints.Reason(request.Reason) is { } reason
            ? SetHiddenAsync(id, reason, context, time, cancellationToken)
            : Task.FromResult<Results<NoContent, ProblemHttpResult>>(Problems.Invalid("reason", OrderTexts.Line(Review.ReasonLength)));

    static Task<Results<NoContent, ProblemHttpResult>> ShowAsync(Guid id, OrdersContext context, TimeProvider time, CancellationToken cancellationToken) =>
        SetHiddenAsync(id, null, context, time, cancellationToken);

    static Task<Results<NoContent, ProblemHttpResult>> SetHiddenAsync(Guid id, string? reason, OrdersContext context, TimeProvider time, CancellationToken cancellationToken) =>
        context.TransactAsync<Results<NoContent, ProblemHttpResult>>(async cancel =>
        {
            if (await context.Reviews.FromSql($"select * from reviews where id = {id} for update").SingleOrDefaultAsync(cancel) is not { } review)
                return Problems.NotFound(NoSuchReview);
            var now = time.GetUtcNow();
            (review.HiddenReason, review.Version, review.UpdatedAt) = (reason, review.Version + 1, now);
            Publish(context, review, now);
            return TypedResults.NoContent();
        }, cancellationToken);

    /// <summary>What is hidden is withdrawn for Catalog.</summary>
    static void Publish(OrdersContext context, Review review, DateTimeOffset now) =>
        context.Publish(new ProductReviewed(review.Id, review.ProductId, review.Version, review.HiddenReason is null ? review.Rating : null), now);

    static ReviewResponse ToResponse(Review review, ILookup<Guid, ReviewPictureResponse> pictures) =>
        new(review.Id, review.Author, review.Rating, review.Title, review.Text, review.Helpful, review.CreatedAt, review.UpdatedAt > review.CreatedAt, [.. pictures[review.Id]]);

    /// <summary>The pictures of some reviews, without what they show.</summary>
    static async Task<ILookup<Guid, ReviewPictureResponse>> PicturesAsync(OrdersContext context, Guid[] reviews, CancellationToken cancellationToken) =>
        (await context.ReviewPictures.Where(picture => reviews.Contains(picture.ReviewId)).OrderBy(picture => picture.Id)
                .Select(picture => new { picture.ReviewId, picture.Id, picture.Width, picture.Height }).ToListAsync(cancellationToken))
            .ToLookup(static picture => picture.ReviewId, static picture => ReviewPictureEndpoints.Describe(picture.Id, picture.Width, picture.Height));

    /// <summary>Lines may break, and nothing else of what controls.</summary>
    static string? Text(string? sent, string field, int longest, Dictionary<string, string[]> errors)
    {
        if (sent?.Trim() is { Length: > 0 } text && text.Length <= longest && !text.Any(static c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t'))
            return text;
        errors[field] = [OrderTexts.Line(longest)];
        return null;
    }

    public static string NotEditable => Language.Choose("A review can be changed for 30 days.", "评价仅可在 30 天内修改。");

    public static string NoSuchReview => Language.Choose("There is no such review.", "没有此评价。");
}
