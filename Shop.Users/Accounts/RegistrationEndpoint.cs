using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

static class RegistrationEndpoint
{
    public static void MapRegistration(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/users/register", async Task<Results<Accepted, ValidationProblem, StatusCodeHttpResult>> (
            RegistrationRequest request, Registration registration, HttpContext http, CancellationToken cancellationToken) =>
        {
            var result = await registration.RegisterAsync(http, request, cancellationToken);
            if (result.RetryAfter is { } wait)
            {
                http.Response.TooMany(wait);
                return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
            }
            return result.IsDone ? TypedResults.Accepted((string?)null) : TypedResults.ValidationProblem(result.Errors);
        })
        .AllowAnonymous()
        .WithTags("Accounts")
        .WithName("Register")
        .WithSummary("Makes an account.")
        .WithDescription(
            "A mail to the address says how it goes on, whether it has an account already or not: the answer is the same. "
            + "Nobody can sign in before the address is confirmed.")
        .WithExamples(new RegistrationRequest("xiaoming@example.com", "nine lanterns, four herons", "王小明", Language.Chinese))
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
