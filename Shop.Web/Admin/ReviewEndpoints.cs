using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>The buttons that hide a review and show it again. Both lead back to the page they stood on.</summary>
static class ReviewEndpoints
{
    public const string Path = AdminSection.Root + "/reviews";

    /// <summary>What the page says was done.</summary>
    public const string IsHidden = "hidden", IsShown = "shown", NoReason = "no-reason", Gone = "gone";

    public static void MapReviewForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path + "/{id:guid}").RequireSameOrigin();
        group.MapPost("/hide", static (Guid id, [FromForm] string? reason, [FromForm] string? back, OrderOfficeClient orders, CancellationToken cancellationToken) =>
            ActAsync(orders.HideReviewAsync(id, reason ?? "", cancellationToken), IsHidden, back));
        group.MapPost("/show", static (Guid id, [FromForm] string? back, OrderOfficeClient orders, CancellationToken cancellationToken) =>
            ActAsync(orders.ShowReviewAsync(id, cancellationToken), IsShown, back));
    }

    static async Task<RedirectHttpResult> ActAsync(Task<ServiceAnswer<NoAnswer>> act, string done, string? back)
    {
        var answer = await act;
        var page = back is not null && (back == Path || back.StartsWith(Path + "?", StringComparison.Ordinal)) ? back : Path;
        return TypedResults.LocalRedirect(QueryHelpers.AddQueryString(page, "done", answer.IsSuccess ? done : answer.Status == HttpStatusCode.NotFound ? Gone : NoReason));
    }
}
