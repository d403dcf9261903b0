using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;

namespace Shop.Catalog.Cart;

static class CartEndpoints
{
    static readonly CartLineRequest ExampleLine = new(new("019433a4-5f2a-7f0a-b1ce-6a0d7e5f9c33"), 2);

    public static void MapCart(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/cart").WithTags("Cart").InLanguageOfRequest()
            .AddEndpointFilter<CartAvailability>()
            .LimitStrangers(routes, StrangerLimit.Carts)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", GetAsync).AllowAnonymous().WithName("GetCart").WithSummary("The cart at the prices and with the stock of now.")
            .WithDescription($"Whose it is says the token, or the header {CartOwner.Header} with an id that a client makes up at random.");
        group.MapGet("/summary", SummaryAsync).AllowAnonymous().WithName("GetCartSummary").WithSummary("How many pieces are in the cart.");
        group.MapDelete("", ClearAsync).AllowAnonymous().WithName("ClearCart").WithSummary("Takes out all lines. What is saved for later stays.");
        group.MapPost("/lines", AddAsync).AllowAnonymous().WithName("AddToCart").WithSummary("Adds pieces of a product to those that are in the cart.")
            .WithExamples(ExampleLine).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPut("/lines/{productId:guid}", SetAsync).AllowAnonymous().WithName("SetCartLine").WithSummary("Says how many pieces of a product are in the cart; also takes it back from what is saved for later.")
            .WithExamples(new CartQuantityRequest(2)).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/lines/{productId:guid}", RemoveAsync).AllowAnonymous().WithName("RemoveCartLine").WithSummary("Takes a product out of the cart.");
        group.MapPut("/saved/{productId:guid}", SaveAsync).AllowAnonymous().WithName("SaveForLater").WithSummary("Moves a product from the cart to what is saved for later.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/saved/{productId:guid}", RemoveSavedAsync).AllowAnonymous().WithName("RemoveSaved").WithSummary("Forgets a product that is saved for later.");
        group.MapPost("/prices", AcceptPricesAsync).AllowAnonymous().WithName("AcceptPrices").WithSummary("Takes today's prices for seen, so that no line says any more that its price has changed.");
        group.MapPost("/merge", MergeAsync).RequireAuthorization(Policies.Person).WithName("MergeCart")
            .WithSummary($"Puts the cart of the header {CartOwner.Header} into that of the caller, once however often it is asked for.");
    }

    static async Task<Ok<CartResponse>> GetAsync(
        ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, CartReader reader, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await reader.ShowAsync(CartOwner.Of(caller, id) is { } owner ? await carts.ReadAsync(owner) : CartContent.Empty, cancellationToken));
    }

    static async Task<Ok<CartSummary>> SummaryAsync(ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CartSummary(CartOwner.Of(caller, id) is { } owner ? (await carts.ReadAsync(owner)).Count : 0));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> ClearAsync(ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return NoOwner();
        await carts.ClearAsync(owner);
        return TypedResults.NoContent();
    }

    static Task<Results<Ok<CartChangeResponse>, ProblemHttpResult>> AddAsync(
        CartLineRequest line, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, CartProducts products, CatalogContext context, CancellationToken cancellationToken) =>
        ChangeAsync(CartOwner.Of(caller, id), adds: true, line.ProductId, line.Quantity, carts, products, context, cancellationToken);

    static Task<Results<Ok<CartChangeResponse>, ProblemHttpResult>> SetAsync(
        Guid productId, CartQuantityRequest line, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, CartProducts products, CatalogContext context, CancellationToken cancellationToken) =>
        ChangeAsync(CartOwner.Of(caller, id), adds: false, productId, line.Quantity, carts, products, context, cancellationToken);

    static async Task<Results<Ok<CartChangeResponse>, ProblemHttpResult>> ChangeAsync(
        CartOwner? of, bool adds, Guid productId, int quantity, Carts carts, CartProducts products, CatalogContext context, CancellationToken cancellationToken)
    {
        if (of is not { } owner)
            return NoOwner();
        if (quantity is < 1 or > Carts.LargestQuantity)
            return Invalid("quantity", CheckoutTexts.Quantity);
        if (await products.FindAsync(productId, context, cancellationToken) is not { } product)
            return Invalid("productId", CheckoutTexts.NotSold);
        if (product.Stock == 0)
            return Invalid("productId", CartTexts.SoldOut);
        var change = await carts.ChangeAsync(owner, adds, productId, quantity, Math.Min(product.Stock, Carts.LargestQuantity), product.Price);
        return change.IsFull ? Invalid("productId", CartTexts.Full) : TypedResults.Ok(new CartChangeResponse(productId, change.Quantity, change.IsLimited));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid productId, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return NoOwner();
        await carts.RemoveAsync(owner, productId);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(Guid productId, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return NoOwner();
        return await carts.SaveAsync(owner, productId) switch
        {
            true => TypedResults.NoContent(),
            false => TypedResults.Problem(CartTexts.NotInCart, statusCode: StatusCodes.Status404NotFound),
            null => Invalid("productId", CartTexts.SavedFull),
        };
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveSavedAsync(Guid productId, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return NoOwner();
        await carts.RemoveSavedAsync(owner, productId);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> AcceptPricesAsync(
        ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, CartReader reader, CancellationToken cancellationToken)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return NoOwner();
        var content = await carts.ReadAsync(owner);
        await carts.AcceptPricesAsync(owner, content, await reader.PricesAsync(content, cancellationToken));
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> MergeAsync(
        ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, Carts carts, CartReader reader, CancellationToken cancellationToken)
    {
        if (!CartOwner.IsId(id))
            return NoOwner();
        await carts.MergeAsync(id!, caller.UserId(), products => reader.LimitsAsync(products, cancellationToken));
        return TypedResults.NoContent();
    }

    internal static ProblemHttpResult NoOwner() => Invalid(CartOwner.Header, CartTexts.Owner);

    static ProblemHttpResult Invalid(string field, string text) => TypedResults.Problem(
        new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [text] }) { Status = StatusCodes.Status422UnprocessableEntity });
}
