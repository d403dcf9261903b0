using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Errors;

/// <summary>
/// Answers an exception: a bad request as the client's fault with the field's name, an unreachable database or service as 503, anything
/// else as 500. Outside Development nothing of the exception is told.
/// </summary>
internal sealed class ExceptionProblem(IHostEnvironment environment, ILogger<ExceptionProblem> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Nobody is left to read the answer.
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception);
        Log(httpContext, exception, problem.Status!.Value);
        if (!httpContext.WantsProblemDetails())
            return false;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        await Problem.WriteAsync(httpContext, problem);
        return true;
    }

    private ProblemDetails Describe(Exception exception) => exception switch
    {
        BadHttpRequestException bad => Describe(bad),
        _ when IsUnavailable(exception) => new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Detail = "Something that this needs can't be reached at the moment. Please try again shortly.",
        },
        _ => new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Detail = environment.IsDevelopment() ? exception.ToString() : null,
        },
    };

    private static ProblemDetails Describe(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status400BadRequest && BindingFailure.Read(bad) is var (field, error)
            ? new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [error] }) { Status = bad.StatusCode }
            : new ProblemDetails { Status = bad.StatusCode };

    /// <summary>A database, cache or service that is away, too slow or given up for a while.</summary>
    private static bool IsUnavailable(Exception exception) =>
        exception is ExecutionRejectedException or TimeoutException or HttpRequestException || DatabaseFailure.IsTransient(exception);

    private void Log(HttpContext http, Exception exception, int status)
    {
        var (method, path) = (http.Request.Method, http.Request.Path.Value);
        if (status == StatusCodes.Status500InternalServerError)
            logger.LogError(exception, "{Method} {Path} failed: {Reason}", method, path, exception.Message);
        else if (status == StatusCodes.Status503ServiceUnavailable)
            logger.LogWarning("{Method} {Path} can't be answered now: {Reason}", method, path, DatabaseFailure.Describe(exception));
        else
            logger.LogDebug("{Method} {Path} is answered with {Status}: {Reason}", method, path, status, exception.Message);
    }
}
