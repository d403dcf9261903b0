using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Cart;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;

namespace Shop.Catalog.Checkout;

/// <summary>An order is on its way. It is found at Orders under that id in a moment; unpaid, its pieces are held until <see cref="ReservedUntil"/>.</summary>
sealed record CheckoutResponse(Guid OrderId, DateTimeOffset ReservedUntil, Quote Quote);

static class CheckoutEndpoints
{
    static readonly QuoteRequest ExampleQuoteRequest = new()
    {
        Lines = [new(new("019433a4-5f2a-7f0a-b1ce-6a0d7e5f9c33"), 2)],
        ShippingAddress = new(Country: "US", Region: "CA"),
        Coupon = "WELCOME10",
    };

    static readonly CheckoutRequest ExampleRequest = new()
    {
        Lines = ExampleQuoteRequest.Lines,
        ShippingAddress = new("Ada Lovelace", "+14155552671", "US", "CA", "San Francisco", null, "1 Market Street", null, "94105"),
        ShippingMethod = "standard",
        Coupon = "WELCOME10",
        PaymentToken = "tok_visa_4242",
        ExpectedTotal = 41.61m,
    };

    public static void MapCheckout(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog").WithTags("Checkout").InLanguageOfRequest();
        group.MapPost("/quote", QuoteAsync)
            .AllowAnonymous()
            .WithName("GetQuote")
            .WithSummary("What an order would cost now: lines, discount, shipping and its methods, tax, total.")
            .WithDescription("Of the lines that are sent, or, without, of the cart.")
            .AddEndpointFilter<CartAvailability>()
            .WithExamples(ExampleQuoteRequest)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/checkout", PlaceAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("Checkout")
            .WithSummary("Orders what is in the cart, or in the lines that are sent, at the total that was agreed to, and reserves it. 409 with a new quote where total or stock have changed.")
            .WithDescription("The header Idempotency-Key makes repeating safe: the same request under the same key is one order and has one answer. What was bought is taken out of the cart.")
            .WithExamples(ExampleRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
    }

    static async Task<Results<Ok<Quote>, ProblemHttpResult>> QuoteAsync(
        QuoteRequest request, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? cart, QuoteRules rules, Quotes quotes, Carts carts, CatalogContext context,
        CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var destination = rules.Check(request, errors);
        var fromCart = request.Lines is null;
        if (fromCart)
        {
            var lines = CartOwner.Of(caller, cart) is { } owner ? (await carts.ReadAsync(owner)).ToRequest() : [];
            if (lines.Count == 0)
                errors["lines"] = [CartTexts.Empty];
            request = request with { Lines = lines };
        }
        if (errors.Count > 0)
            return Invalid(errors);
        caller.TryGetUserId(out var user);
        var reads = await context.Database.CreateExecutionStrategy().ExecuteAsync(
            cancel => CheckoutReads.ReadAsync(context, request, user, key: null, cancel), cancellationToken);
        if (fromCart)
            // As the cart shows itself: without what has been deleted altogether.
            request = request with { Lines = [.. request.Lines!.Where(line => reads.Products.ContainsKey(line!.ProductId))] };
        if (request.Lines!.Count == 0)
            return Invalid(new() { ["lines"] = [CartTexts.Empty] });
        return quotes.Make(request, destination, reads, errors) is { } quote ? TypedResults.Ok(quote) : Invalid(errors);
    }

    static async Task<Results<Accepted<CheckoutResponse>, ProblemHttpResult>> PlaceAsync(
        CheckoutRequest request, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal caller, QuoteRules rules, Checkouts checkouts,
        CartCheckout cart, CheckoutMetrics metrics, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var address = rules.Check(request, key, errors);
        var (user, buysCart) = (caller.UserId(), request.Lines is null);
        var outcome = errors.Count > 0
            ? new CheckoutOutcome.Invalid(errors)
            : await checkouts.PlaceAsync(request, address!, key!, user, buysCart ? await cart.LinesAsync(user) : null, cancellationToken);
        metrics.Count(outcome);
        if (buysCart && outcome is CheckoutOutcome.Accepted { Answer: var accepted })
            await cart.TakeOutAsync(user, accepted.OrderId, accepted.Quote.Lines.Select(line => (line.ProductId, line.Quantity)));
        if (outcome is CheckoutOutcome.CartAway)
            response.Headers.RetryAfter = CartAvailability.RetryAfterSeconds;
        return outcome switch
        {
            CheckoutOutcome.Accepted(var answer) => TypedResults.Accepted($"/api/orders/{answer.OrderId}", answer),
            CheckoutOutcome.Moved(var quote, var detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: [new("quote", quote)]),
            CheckoutOutcome.Invalid(var wrong) => Invalid(wrong),
            CheckoutOutcome.CartAway => TypedResults.Problem(CartTexts.Away, statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => throw new InvalidOperationException($"{outcome} is no outcome."),
        };
    }

    static ProblemHttpResult Invalid(Dictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity });
}
