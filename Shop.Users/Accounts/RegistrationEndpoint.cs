using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

static class RegistrationEndpoint
{
    public static void MapRegistration(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/register", async Task<Results<Accepted, ValidationProblem, StatusCodeHttpResult>> (
            RegistrationRequest request, Registration registration, RateLimits limits, HttpContext http, CancellationToken cancellationToken) =>
        {
            if (await limits.TryAsync(http, RateLimited.Register, request.Email?.Trim().ToUpperInvariant(), cancellationToken) is { IsAllowed: false } refused)
            {
                http.Response.TooMany(refused.RetryAfter);
                return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
            }
            var errors = await registration.RegisterAsync(request, cancellationToken);
            return errors.Count > 0 ? TypedResults.ValidationProblem(errors) : TypedResults.Accepted((string?)null);
        })
        .AllowAnonymous()
        .WithTags("Accounts")
        .WithName("Register")
        .WithSummary("Makes an account.")
        .WithDescription(
            "A mail to the address says how it goes on, whether it has an account already or not: the answer is the same. "
            + "Nobody can sign in before the address is confirmed.")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
