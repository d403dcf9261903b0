using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Catalog.Manage;

static class Conflicts
{
    /// <summary>409: what was asked for is well-formed, but stands against what there is. By field, as everywhere.</summary>
    public static ProblemHttpResult ToProblem(Dictionary<string, string[]> errors) =>
        TypedResults.Problem(string.Join(' ', errors.SelectMany(error => error.Value)), statusCode: StatusCodes.Status409Conflict, extensions: [new("errors", errors)]);
}
