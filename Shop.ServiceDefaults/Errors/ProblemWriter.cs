using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.Errors;

/// <summary>Writes whatever the client accepts: the framework's own writer stays silent where JSON is not asked for, even under <c>/api</c>.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json, IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        options.Value.CustomizeProblemDetails?.Invoke(context);
        http.Response.Headers.CacheControl = "no-store";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, json.Value.SerializerOptions.GetTypeInfo(problem.GetType()));
        http.Response.ContentType = "application/problem+json";
        http.Response.ContentLength = body.Length;
        // Not under RequestAborted: of a request that ran out of time that token is cancelled, and it is the answer that says so.
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
