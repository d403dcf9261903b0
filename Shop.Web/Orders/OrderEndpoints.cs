using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Orders;

/// <summary>The forms of an order's page. Each leads back to it, which shows how the order stands then.</summary>
static class OrderEndpoints
{
    public const string Path = "/orders";

    /// <summary>Parameters of an order's page.</summary>
    public const string PlacedNow = "placed", Problem = "problem";

    public const string NotNow = "not-now", Invalid = "invalid", Picture = "picture";

    public static string Page(Guid id) => $"{Path}/{id}";

    public static string Placed(Guid id) => Page(id) + QueryString.Create(PlacedNow, "1");

    public static void MapOrderForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path + "/{id:guid}").RequireSameOrigin();
        group.MapPost("/cancel", static (Guid id, HttpContext http, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(http, id, () => orders.CancelAsync(id, cancellationToken)));
        group.MapPost("/confirm", static (Guid id, HttpContext http, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(http, id, () => orders.ConfirmAsync(id, cancellationToken)));
        group.MapPost("/pay", static (Guid id, [FromForm] string? payment, HttpContext http, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(http, id, () => orders.PayAsync(id, payment ?? "", cancellationToken)));
        group.MapPost("/return", static (Guid id, [FromForm] string? reason, HttpContext http, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(http, id, () => orders.ReturnAsync(id, reason ?? "", cancellationToken)));
        group.MapReviewForms();
    }

    public static async Task<RedirectHttpResult> ActAsync<T>(HttpContext http, Guid id, Func<Task<ServiceAnswer<T>>> act)
        where T : class
    {
        if (http.User.Identity is not { IsAuthenticated: true })
            return TypedResults.LocalRedirect(SignInEndpoints.SignIn(Page(id)));
        var answer = await act();
        return TypedResults.LocalRedirect(Page(id) + (answer.IsSuccess ? QueryString.Empty
            : QueryString.Create(Problem, answer.Status == System.Net.HttpStatusCode.Conflict ? NotNow : Invalid)));
    }
}
