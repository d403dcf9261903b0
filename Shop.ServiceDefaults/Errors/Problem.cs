using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shop.ServiceDefaults.Errors;

/// <summary>Errors as problem details (RFC 9457), always with the trace's id.</summary>
internal static class Problem
{
    internal static Task WriteAsync(HttpContext http, int status, string? detail = null) =>
        WriteAsync(http, new ProblemDetails { Status = status, Detail = detail });

    // The result fills in the title and the type that belong to the status.
    internal static Task WriteAsync(HttpContext http, ProblemDetails problem) => TypedResults.Problem(problem).ExecuteAsync(http);

    /// <summary>The trace's id as the dashboard shows it.</summary>
    internal static void AddTraceId(ProblemDetailsContext context) =>
        context.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
}
