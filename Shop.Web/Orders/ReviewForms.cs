using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Pictures;

namespace Shop.Web.Orders;

/// <summary>The form of a review, on the page of its order: stars and words, with pictures that come and go.</summary>
static class ReviewForms
{
    /// <summary>As many as Orders takes, each of 5 MB, and the words.</summary>
    public const int MostPictures = 4;

    const long LargestForm = 21 * 1024 * 1024;

    /// <summary>For that over a slow line.</summary>
    static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(1);

    public static void MapReviewForms(this IEndpointRouteBuilder order)
    {
        order.MapPost("/lines/{position:int}/review", WriteAsync).WithMetadata(new RequestSizeLimitAttribute(LargestForm)).WithRequestTimeout(UploadTime);
        order.MapPost("/lines/{position:int}/review/delete", static (Guid id, int position, HttpContext http, OrderClient orders, CancellationToken cancellationToken) =>
            OrderEndpoints.ActAsync(http, id, () => orders.DeleteReviewAsync(id, position, cancellationToken)));
    }

    /// <summary>The words first, since pictures belong to a review. A picture that is no good leaves the rest as it is, and is said.</summary>
    static async Task<RedirectHttpResult> WriteAsync(
        Guid id, int position, [FromForm] int? rating, [FromForm] string? title, [FromForm] string? text, [FromForm] Guid[]? removed, IFormFileCollection pictures, HttpContext http, OrderClient orders,
        CancellationToken cancellationToken)
    {
        ServiceAnswer<Review> written = default;
        var answer = await OrderEndpoints.ActAsync(http, id, async () => written = await orders.ReviewAsync(id, position, new(rating ?? 0, title ?? "", text ?? ""), cancellationToken));
        if (!written.IsSuccess)
            return answer;
        foreach (var picture in removed ?? [])
            await orders.RemovePictureAsync(id, position, picture, cancellationToken);
        var areTaken = await pictures.SendAsync(MostPictures, async picture => (await orders.AddPictureAsync(id, position, picture, cancellationToken)).IsSuccess);
        return areTaken ? answer : TypedResults.LocalRedirect(OrderEndpoints.Page(id) + QueryString.Create(OrderEndpoints.Problem, OrderEndpoints.Picture));
    }
}
