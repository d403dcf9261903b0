using System.Net.Http.Json;
using Shop.ServiceDefaults.Hosting;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>What may be sent again, and after what. What may have been done must not be done twice.</summary>
internal static class Repetition
{
    internal const string IdempotencyKey = "Idempotency-Key";

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(30);

    /// <summary>Methods that change nothing (RFC 9110, section 9.2.1).</summary>
    internal static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace;

    /// <summary>
    /// Whether the request may be repeated after it has been sent: where it changes nothing, or has a key by which the service knows it again. A body
    /// that can be read only once, such as one that the gateway passes on, is kept for that.
    /// </summary>
    internal static async ValueTask<bool> PrepareAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsSafe(request.Method) && !request.Headers.NonValidated.Contains(IdempotencyKey))
            return false;
        if (request.Content is not { } content)
            return true;
        if (content is not JsonContent && content.Headers.ContentLength is not <= ServerLimits.LargestRequestBody)
            return false;
        await content.LoadIntoBufferAsync(ServerLimits.LargestRequestBody, cancellationToken);
        return true;
    }

    internal static bool IsAllowed(HttpRequestMessage request, bool isRepeatable, Outcome outcome) => outcome switch
    {
        Outcome.NotConnected => true,
        // It may well fail everywhere; what changes something is left alone then.
        Outcome.Failed => isRepeatable && IsSafe(request.Method),
        Outcome.Unavailable or Outcome.BrokenOff or Outcome.TimedOut => isRepeatable,
        _ => false,
    };

    /// <summary>Before the same endpoints are asked again: twice as long each time, and at random, so that callers who failed together come back apart.</summary>
    internal static TimeSpan Pause(int attempt) => s_shortestPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
}
