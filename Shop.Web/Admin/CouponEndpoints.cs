using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>Where coupons are changed, and the buttons that end or remove one.</summary>
static class CouponEndpoints
{
    public const string Path = AdminSection.Root + "/coupons";

    /// <summary>What the pages say was done.</summary>
    public const string Created = "created", Saved = "saved", Ended = "ended", Deleted = "deleted", Stale = "stale", InUse = "in-use";

    public static string Page(Guid id, string? done = null) => $"{Path}/{id}" + (done is null ? QueryString.Empty : QueryString.Create("done", done));

    public static void MapCouponForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path + "/{id:guid}").RequireSameOrigin();
        group.MapPost("/end", EndAsync);
        group.MapPost("/delete", DeleteAsync);
    }

    static async Task<RedirectHttpResult> EndAsync(Guid id, [FromForm] int version, CatalogOfficeClient catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await catalog.CouponAsync(id, cancellationToken) is not { } coupon)
            return TypedResults.LocalRedirect(Path);
        var now = time.GetUtcNow();
        // One that has not begun ends as it begins; Catalog wants a moment in between.
        var answer = await catalog.UpdateCouponAsync(id, version, CouponBody.Of(coupon) with { StartsAt = coupon.StartsAt < now ? coupon.StartsAt : now.AddSeconds(-1), EndsAt = now }, cancellationToken);
        return TypedResults.LocalRedirect(Page(id, answer.IsSuccess ? Ended : Stale));
    }

    static async Task<RedirectHttpResult> DeleteAsync(Guid id, [FromForm] int version, CatalogOfficeClient catalog, CancellationToken cancellationToken) =>
        TypedResults.LocalRedirect((await catalog.DeleteCouponAsync(id, version, cancellationToken)).Status switch
        {
            HttpStatusCode.NoContent or HttpStatusCode.NotFound => Path + QueryString.Create("done", Deleted),
            HttpStatusCode.Conflict => Page(id, InUse),
            _ => Page(id, Stale),
        });
}
