using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Clients;
using Shop.Web.Orders;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>The forms of the back office. What they may do is decided by the services, for the person of the session.</summary>
static class AdminEndpoints
{
    public const string OrdersPath = "/admin/orders";

    public static string Order(Guid id) => $"{OrdersPath}/{id}";

    public static bool IsStaff(this HttpContext http) => http.User.IsInRole(Roles.Staff) || http.User.IsInRole(Roles.Admin);

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(OrdersPath + "/{id:guid}").RequireSameOrigin();
        group.MapPost("/ship", static (Guid id, [FromForm] string? carrier, [FromForm] string? trackingNumber, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(id, orders.ShipAsync(id, new(carrier ?? "", trackingNumber ?? ""), cancellationToken)));
        group.MapPost("/cancel", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "cancel", cancellationToken)));
        group.MapPost("/approve", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "return/approve", cancellationToken)));
        routes.MapWork();
        routes.MapProductForms();
        routes.MapImportForm();
        routes.MapCategoryForms();
        routes.MapCouponForms();
        routes.MapReviewForms();
        routes.MapUserForms();
        group.MapPost("/refuse", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "return/refuse", cancellationToken)));
    }

    static async Task<RedirectHttpResult> ActAsync(Guid id, Task<ServiceAnswer<Order>> act)
    {
        var answer = await act;
        return TypedResults.LocalRedirect(Order(id) + (answer.IsSuccess ? QueryString.Empty
            : QueryString.Create(OrderEndpoints.Problem, answer.Status == System.Net.HttpStatusCode.Conflict ? OrderEndpoints.NotNow : OrderEndpoints.Invalid)));
    }
}
