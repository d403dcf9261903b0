using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Cart;
using Shop.Web.Clients;
using Shop.Web.Security;
using Shop.Web.Sessions;
using Shop.Web.SignIn;

namespace Shop.Web.Wishlist;

/// <summary>The hearts of the products, and the buttons of the wishlist's page. A script that asks for JSON is answered without a page.</summary>
static class WishlistEndpoints
{
    public const string Path = "/wishlist";

    /// <summary>Fields of the form of the hearts, whose buttons say what they do, and to which product.</summary>
    public const string Add = "add", Remove = "remove", Back = "back";

    /// <summary>A parameter of the page, and its values.</summary>
    public const string Problem = "problem", NotTaken = "not-taken", SoldOut = "sold-out";

    public static void MapWishlist(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireSameOrigin();
        group.MapPost("", ChangeAsync);
        group.MapPost("/{product:guid}/move", MoveAsync);
    }

    static async Task<Results<RedirectHttpResult, NoContent, UnauthorizedHttpResult>> ChangeAsync(
        [FromForm] Guid? add, [FromForm] Guid? remove, [FromForm] string? back, HttpContext http, WishlistClient wishlist, PendingWish pending, CancellationToken cancellationToken)
    {
        var isScript = http.Request.GetTypedHeaders().Accept.Any(static type => type.MediaType == "application/json");
        back = LocalAddress.OrHome(back);
        if (http.User.Identity is not { IsAuthenticated: true })
        {
            if (http.IsSessionUnknown())
                throw new AccountsUnavailableException("The session can't be looked up now.");
            if (isScript)
                return TypedResults.Unauthorized();
            if (add is { } wished)
                pending.Keep(http, wished);
            return TypedResults.LocalRedirect(SignInEndpoints.SignIn(back));
        }
        if (add is { } product && !await wishlist.AddAsync(product, cancellationToken))
            return TypedResults.LocalRedirect(Path + QueryString.Create(Problem, NotTaken));
        if (remove is { } unwished)
            await wishlist.RemoveAsync(unwished, cancellationToken);
        return isScript ? TypedResults.NoContent() : TypedResults.LocalRedirect(back);
    }

    /// <summary>First into the cart: who is interrupted between the two has it in both, and not in neither.</summary>
    static async Task<RedirectHttpResult> MoveAsync(Guid product, HttpContext http, WishlistClient wishlist, CartClient cart, CancellationToken cancellationToken)
    {
        if (http.User.Identity is not { IsAuthenticated: true })
            return TypedResults.LocalRedirect(SignInEndpoints.SignIn(Path));
        try
        {
            if (!(await cart.AddAsync(product, 1, cancellationToken)).IsSuccess)
                return TypedResults.LocalRedirect(Path + QueryString.Create(Problem, SoldOut));
        }
        catch (HttpRequestException exception) when (exception is not AccountsUnavailableException)
        {
            return TypedResults.LocalRedirect(CartEndpoints.Path + QueryString.Create(CartEndpoints.Problem, CartEndpoints.Away));
        }
        await wishlist.RemoveAsync(product, cancellationToken);
        return TypedResults.LocalRedirect(CartEndpoints.Path + QueryString.Create(CartEndpoints.Added, product.ToString()));
    }
}
