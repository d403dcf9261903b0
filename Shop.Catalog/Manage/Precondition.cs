using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Shop.Catalog.Manage;

/// <summary>
/// Optimistic concurrency over HTTP: what is read carries its version as a strong entity tag, and a change names in If-Match the version that
/// it is a change of.
/// </summary>
static class Precondition
{
    public static void SetVersion(HttpResponse response, int version) => response.Headers.ETag = Tag(version).ToString();

    /// <summary>Null where the request names this version; else its answer: 428 without a header, 412 for another version.</summary>
    public static ProblemHttpResult? Check(HttpRequest request, int version)
    {
        var conditions = request.GetTypedHeaders().IfMatch;
        if (conditions.Count == 0)
            return TypedResults.Problem(
                "Say in If-Match which version this changes: the ETag of what was read.", statusCode: StatusCodes.Status428PreconditionRequired);
        return conditions.Any(tag => tag.Compare(EntityTagHeaderValue.Any, useStrongComparison: true) || tag.Compare(Tag(version), useStrongComparison: true)) ? null : Failed();
    }

    public static ProblemHttpResult Failed() =>
        TypedResults.Problem("It has been changed since it was read. Read it again, and change that.", statusCode: StatusCodes.Status412PreconditionFailed);

    static EntityTagHeaderValue Tag(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));
}
