using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pictures;

namespace Shop.Orders.Reviews.Pictures;

/// <summary>The pictures of reviews: put there by the writer, one in each request, and shown to anyone.</summary>
static class ReviewPictureEndpoints
{
    const string PreviewSize = "preview", Pictures = "/api/orders/reviews/pictures", Own = "/api/orders/{order:guid}/lines/{position:int}/review/pictures";

    /// <summary>Of the picture, and of its preview.</summary>
    static readonly PictureFrame[] Frames = [new(Side: 1600, IsSquare: false, Quality: 82), new(ReviewPicture.PreviewSide, IsSquare: false, Quality: 82)];

    public static void MapReviewPictures(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup(Own).WithTags("Reviews").InLanguageOfRequest().RequireAuthorization(Policies.Person);
        own.MapPost("", AddAsync).WithName("AddReviewPicture")
            .WithSummary("Adds the picture in the body to the caller's review: a JPEG, PNG, WebP or GIF of at most 5 MB and 40 megapixels; up to 4 of them.")
            .WithDescription("It is made no larger than 1600 pixels, and what a camera writes beside a picture is gone. What the file is, its content says and not its type. The same file twice is one picture.")
            .AcceptsPicture()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        own.MapDelete("/{picture:guid}", RemoveAsync).WithName("RemoveReviewPicture").WithSummary("Takes a picture out of the caller's review.");
        routes.MapGet(Pictures + "/{id:guid}", ReadAsync).WithTags("Reviews").AllowAnonymous().WithName("GetReviewPicture").WithSummary("A picture in a review; with preview in size no larger than 640 pixels.")
            .Produces(StatusCodes.Status200OK, contentType: PictureEncoding.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static ReviewPictureResponse Describe(Guid id, int width, int height)
    {
        var scale = Math.Min(1, (double)ReviewPicture.PreviewSide / Math.Max(width, height));
        return new(id, $"{Pictures}/{id}", width, height, $"{Pictures}/{id}?size={PreviewSize}", Math.Max(1, (int)Math.Round(width * scale)));
    }

    static async Task<Results<Ok<ReviewPictureResponse>, ProblemHttpResult>> AddAsync(
        Guid order, int position, Stream body, ClaimsPrincipal caller, OrdersContext context, PictureTurns turns, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        // A file that nobody wants is not worth a processor's time.
        if (await OwnReview(context, order, position, caller.UserId()).SingleOrDefaultAsync(cancellationToken) is not { } review)
            return NoReview;
        if (!review.IsEditable(time.GetUtcNow()))
            return Problems.Conflict(ReviewEndpoints.NotEditable);
        if (await UploadedPicture.ReadAsync(body, cancellationToken) is not { } file)
            return TypedResults.Problem(PictureTexts.TooLarge, statusCode: StatusCodes.Status413PayloadTooLarge);
        if (await turns.EncodeAsync(file, Frames, cancellationToken) is not [var encoded, var preview])
        {
            response.Headers.RetryAfter = "5";
            return TypedResults.Problem(PictureTexts.TooMany, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        if (encoded.Fault is { } fault)
            return Problems.Invalid("picture", PictureTexts.Of(fault));

        var hash = SHA256.HashData(file);
        return await context.TransactAsync<Results<Ok<ReviewPictureResponse>, ProblemHttpResult>>(async cancel =>
        {
            // Others that come at the same time wait here, and so does whoever deletes the review.
            if (await context.Database.SqlQuery<Guid>($"""select id as "Value" from reviews where id = {review.Id} for update""").ToListAsync(cancel) is [])
                return NoReview;
            var there = await context.ReviewPictures.Where(picture => picture.ReviewId == review.Id)
                .Select(picture => new { picture.Id, picture.FileHash, picture.Width, picture.Height }).ToListAsync(cancel);
            if (there.Find(picture => picture.FileHash.AsSpan().SequenceEqual(hash)) is { } same)
                return TypedResults.Ok(Describe(same.Id, same.Width, same.Height));
            if (there.Count >= ReviewPicture.Most)
                return Problems.Conflict(Language.Choose("There are four pictures already.", "已有四张图片。"));
            var now = time.GetUtcNow();
            var added = new ReviewPicture
            {
                Id = Guid.CreateVersion7(now),
                ReviewId = review.Id,
                FileHash = hash,
                Image = encoded.Picture.Image,
                Preview = Math.Max(encoded.Picture.Width, encoded.Picture.Height) > ReviewPicture.PreviewSide ? preview.Picture.Image : null,
                Width = encoded.Picture.Width,
                Height = encoded.Picture.Height,
                CreatedAt = now,
            };
            context.ReviewPictures.Add(added);
            return TypedResults.Ok(Describe(added.Id, added.Width, added.Height));
        }, cancellationToken);
    }

    /// <summary>A second time changes nothing.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid order, int position, Guid picture, ClaimsPrincipal caller, OrdersContext context, CancellationToken cancellationToken)
    {
        if (await OwnReview(context, order, position, caller.UserId()).Select(review => (Guid?)review.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
            return NoReview;
        await context.ReviewPictures.Where(p => p.Id == picture && p.ReviewId == id).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Not of a review that staff hides. Browsers keep it for an hour only, since it may be hidden.</summary>
    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(Guid id, string? size, OrdersContext context, HttpResponse response, CancellationToken cancellationToken)
    {
        var isPreview = size == PreviewSize;
        var image = await context.ReviewPictures
            .Where(picture => picture.Id == id && context.Reviews.Any(review => review.Id == picture.ReviewId && review.HiddenReason == null))
            .Select(picture => isPreview ? picture.Preview ?? picture.Image : picture.Image).SingleOrDefaultAsync(cancellationToken);
        if (image is null)
            return Problems.NotFound(Language.Choose("There is no such picture.", "没有此图片。"));
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(image, PictureEncoding.ContentType, entityTag: new($"\"{id:n}{(isPreview ? "-" + PreviewSize : "")}\""));
    }

    static IQueryable<Review> OwnReview(OrdersContext context, Guid order, int position, Guid user) =>
        context.Reviews.AsNoTracking().Where(review => review.OrderId == order && review.Position == position && review.UserId == user);

    static ProblemHttpResult NoReview => Problems.NotFound(ReviewEndpoints.NoSuchReview);
}
