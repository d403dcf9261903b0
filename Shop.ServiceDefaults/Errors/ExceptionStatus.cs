using Microsoft.AspNetCore.Http;
using Polly;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Errors;

public static class ExceptionStatus
{
    /// <summary>The status that an exception is answered with, by problem details and by the pages of an application that has some.</summary>
    public static int Of(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when IsUnavailable(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>A database, cache or service that is away, too slow or given up for a while.</summary>
    private static bool IsUnavailable(Exception exception) =>
        exception is ExecutionRejectedException or TimeoutException or HttpRequestException || DatabaseFailure.IsTransient(exception);
}
