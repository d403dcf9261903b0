using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Orders;

/// <summary>The ways in which this service says no.</summary>
static class Problems
{
    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    public static ProblemHttpResult Invalid(Dictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity });

    public static ProblemHttpResult Invalid(string field, string text) => Invalid(new Dictionary<string, string[]> { [field] = [text] });
}
