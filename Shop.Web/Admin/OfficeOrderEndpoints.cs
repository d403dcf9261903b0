using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Orders;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>The forms of an order in the back office. Each leads back to its page; those with a key do their work once, however often they are sent.</summary>
static class OfficeOrderEndpoints
{
    /// <summary>The field for the pieces of a line is this and its position.</summary>
    public const string Pieces = "pieces-";

    public static void MapOfficeOrderForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(AdminEndpoints.OrdersPath + "/{id:guid}").RequireSameOrigin();
        group.MapPost("/ship", static (Guid id, IFormCollection form, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(id, orders.ShipAsync(id, Parcel(form), form["key"].ToString(), cancellationToken)));
        group.MapPost("/parcels/{parcel:guid}", static (Guid id, Guid parcel, [FromForm] string? status, [FromForm] string? place, [FromForm] string? key, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(id, orders.TrackAsync(id, parcel, new(status ?? "", place), key ?? "", cancellationToken)));
        group.MapPost("/refund", static (Guid id, [FromForm] string? amount, [FromForm] string? reason, [FromForm] string? key, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(id, orders.RefundAsync(id, new(Amount(amount), reason ?? ""), key ?? "", cancellationToken)));
        group.MapPost("/note", static (Guid id, [FromForm] string? text, [FromForm] string? key, OrderClient orders, CancellationToken cancellationToken) =>
            ActAsync(id, orders.NoteAsync(id, new(text ?? ""), key ?? "", cancellationToken)));
        group.MapPost("/cancel", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "cancel", cancellationToken)));
        group.MapPost("/approve", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "return/approve", cancellationToken)));
        group.MapPost("/refuse", static (Guid id, OrderClient orders, CancellationToken cancellationToken) => ActAsync(id, orders.ManageAsync(id, "return/refuse", cancellationToken)));
    }

    static async Task<RedirectHttpResult> ActAsync(Guid id, Task<ServiceAnswer<Order>> act)
    {
        var answer = await act;
        return TypedResults.LocalRedirect(AdminEndpoints.Order(id) + (answer.IsSuccess ? QueryString.Empty
            : QueryString.Create(OrderEndpoints.Problem, answer.Status == HttpStatusCode.Conflict ? OrderEndpoints.NotNow : OrderEndpoints.Invalid)));
    }

    /// <summary>What is no number is a number of pieces that Orders refuses.</summary>
    static ShipBody Parcel(IFormCollection form)
    {
        var lines = form.Where(static field => field.Key.StartsWith(Pieces, StringComparison.Ordinal))
            .Select(static field => new ShipLine(Whole(field.Key[Pieces.Length..]), field.Value.ToString() is { Length: > 0 } text ? Whole(text) : 0)).ToList();
        return new(form["carrier"].ToString(), form["trackingNumber"].ToString(), lines.Count == 0 ? null : lines.FindAll(static line => line.Quantity != 0));
    }

    static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>As number fields send it, whatever the language.</summary>
    static decimal Amount(string? text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : -1;
}
