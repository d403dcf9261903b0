using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Cart;
using Shop.Web.Clients;
using Shop.Web.Orders;
using Shop.Web.Security;
using Shop.Web.SignIn;

namespace Shop.Web.Checkout;

/// <summary>Places the order that the checkout's page shows. The key was made with the page: pressed twice, or sent again, it is one order.</summary>
static class CheckoutEndpoints
{
    public const string Path = "/checkout";

    /// <summary>Parameters of the page.</summary>
    public const string Address = "address", Method = "method", Coupon = "coupon", Problem = "problem";

    public const string Moved = "moved", Invalid = "invalid", Away = "away";

    public static string Page(Guid? address, string? method, string? coupon, string? problem = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { (Address, address?.ToString()), (Method, method), (Coupon, coupon), (Problem, problem) })
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        return Path + query;
    }

    public static void MapCheckout(this IEndpointRouteBuilder routes) => routes.MapPost(Path, PlaceAsync).RequireSameOrigin();

    static async Task<RedirectHttpResult> PlaceAsync(
        [FromForm] Guid address, [FromForm] string? method, [FromForm] string? coupon, [FromForm] string? payment, [FromForm] string? total, [FromForm] string? key,
        HttpContext http, CartClient cart, CouponCookie keptCoupon, AddressClient addresses, CancellationToken cancellationToken)
    {
        if (http.User.Identity is not { IsAuthenticated: true })
            return TypedResults.LocalRedirect(SignInEndpoints.SignIn(Page(address, method, coupon)));
        try
        {
            var to = (await addresses.ListAsync(cancellationToken)).FirstOrDefault(candidate => candidate.Id == address);
            if (to is null || !decimal.TryParse(total, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var expected))
                return TypedResults.LocalRedirect(Page(null, method, coupon, Invalid));
            var answer = await cart.CheckOutAsync(
                key ?? "", new(to with { Id = null }, method ?? "", string.IsNullOrWhiteSpace(coupon) ? null : coupon, payment ?? "", expected), cancellationToken);
            if (answer.IsSuccess)
                keptCoupon.Remove(http);
            return TypedResults.LocalRedirect(answer switch
            {
                { IsSuccess: true, Value: { } placed } => OrderEndpoints.Placed(placed.OrderId),
                { Status: HttpStatusCode.Conflict } => Page(address, method, coupon, Moved),
                _ => Page(address, method, answer.HasError("coupon") ? null : coupon, answer.HasError("coupon") ? Moved : Invalid),
            });
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            return TypedResults.LocalRedirect(Page(address, method, coupon, Away));
        }
    }
}
