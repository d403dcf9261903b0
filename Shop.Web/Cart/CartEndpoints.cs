using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Cart;

/// <summary>The forms of the cart's page and of the products' pages. Each leads to the cart, which says what has become of it.</summary>
static class CartEndpoints
{
    public const string Path = "/cart";

    /// <summary>Parameters of the cart's page.</summary>
    public const string Added = "added", Problem = "problem";

    public const string SoldOut = "sold-out", Full = "full", Limited = "limited", Away = "away", TooMany = "too-many";

    public static void MapCart(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireSameOrigin();
        group.MapPost("/lines", static ([FromForm] Guid productId, [FromForm] int? quantity, CartClient cart, CancellationToken cancellationToken) =>
            ActAsync(() => cart.AddAsync(productId, quantity ?? 1, cancellationToken), productId));
        group.MapPost("/lines/{productId:guid}", static (Guid productId, [FromForm] int? quantity, CartClient cart, CancellationToken cancellationToken) =>
            ActAsync(() => quantity is > 0 ? cart.SetAsync(productId, quantity.Value, cancellationToken) : cart.RemoveAsync(productId, cancellationToken)));
        group.MapPost("/lines/{productId:guid}/remove", static (Guid productId, CartClient cart, CancellationToken cancellationToken) => ActAsync(() => cart.RemoveAsync(productId, cancellationToken)));
        group.MapPost("/saved/{productId:guid}", static (Guid productId, CartClient cart, CancellationToken cancellationToken) => ActAsync(() => cart.SaveAsync(productId, cancellationToken)));
        group.MapPost("/saved/{productId:guid}/remove", static (Guid productId, CartClient cart, CancellationToken cancellationToken) => ActAsync(() => cart.RemoveSavedAsync(productId, cancellationToken)));
        group.MapPost("/coupon", KeepCoupon);
        group.MapPost("/prices", static (CartClient cart, CancellationToken cancellationToken) => ActAsync(() => cart.AcceptPricesAsync(cancellationToken)));
    }

    /// <summary>Whether it can be used, the page says, which prices the cart anew each time.</summary>
    static RedirectHttpResult KeepCoupon([FromForm] string? coupon, HttpContext http, CouponCookie cookie)
    {
        if (coupon?.Trim() is { Length: > 0 and <= CouponCookie.LongestCode } code)
            cookie.Keep(http, code);
        else
            cookie.Remove(http);
        return TypedResults.LocalRedirect(Path);
    }

    static async Task<RedirectHttpResult> ActAsync(Func<Task<ServiceAnswer<CartChange>>> act, Guid? added = null)
    {
        try
        {
            var answer = await act();
            var query = answer switch
            {
                { Value.IsLimited: true } => QueryString.Create(Problem, Limited),
                { IsSuccess: true } => added is { } product ? QueryString.Create(Added, product.ToString()) : QueryString.Empty,
                { Status: HttpStatusCode.NotFound } => QueryString.Empty,
                _ => QueryString.Create(Problem, answer.Problem?.Errors?.ContainsKey("quantity") == true ? Limited : SoldOut),
            };
            return TypedResults.LocalRedirect(Path + query);
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            return TypedResults.LocalRedirect(Path + QueryString.Create(Problem, exception.StatusCode == HttpStatusCode.TooManyRequests ? TooMany : Away));
        }
    }
}
