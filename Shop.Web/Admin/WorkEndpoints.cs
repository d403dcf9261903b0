using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>The buttons of the page of failed and scheduled work.</summary>
static class WorkEndpoints
{
    public const string Path = AdminSection.Root + "/work";

    /// <summary>The parameter of the page that says what was done.</summary>
    public const string Done = "done";

    public const string Sent = "sent", Discarded = "discarded", Due = "due", Gone = "gone";

    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireSameOrigin();
        group.MapPost("/messages/{id:long}/send", static (long id, OrderOfficeClient orders, CancellationToken cancellationToken) => ActAsync(orders.SendAgainAsync(id, cancellationToken), Sent));
        group.MapPost("/messages/{id:long}/discard", static (long id, OrderOfficeClient orders, CancellationToken cancellationToken) => ActAsync(orders.DiscardAsync(id, cancellationToken), Discarded));
        group.MapPost("/{id:guid}/run", static (Guid id, OrderOfficeClient orders, CancellationToken cancellationToken) => ActAsync(orders.RunWorkAsync(id, cancellationToken), Due));
    }

    /// <summary>What is not there any more somebody else has dealt with.</summary>
    static async Task<RedirectHttpResult> ActAsync(Task<ServiceAnswer<NoAnswer>> act, string done) =>
        TypedResults.LocalRedirect(Path + QueryString.Create(Done, (await act).IsSuccess ? done : Gone));
}
