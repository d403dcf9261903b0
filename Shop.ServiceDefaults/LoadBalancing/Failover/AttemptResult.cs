using System.Net;
using System.Runtime.ExceptionServices;
using Shop.ServiceDefaults.Hosting;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>What an attempt came to: an answer, or an exception.</summary>
internal readonly struct AttemptResult
{
    private readonly HttpResponseMessage? _response;
    private readonly ExceptionDispatchInfo? _exception;

    internal AttemptResult(HttpResponseMessage response)
    {
        _response = response;
        // For the balancer's ears alone.
        IsDraining = response.Headers.NonValidated.Contains(Draining.Header) && response.Headers.Remove(Draining.Header);
        Outcome = response.StatusCode switch
        {
            HttpStatusCode.InternalServerError => Outcome.Failed,
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => Outcome.Unavailable,
            _ => Outcome.Answered,
        };
    }

    internal AttemptResult(Outcome outcome, Exception exception)
    {
        _exception = ExceptionDispatchInfo.Capture(exception);
        Outcome = outcome;
    }

    internal Outcome Outcome { get; }

    /// <summary>The endpoint is about to stop.</summary>
    internal bool IsDraining { get; }

    /// <summary>What the caller gets where this was the last attempt.</summary>
    internal HttpResponseMessage Unwrap()
    {
        _exception?.Throw();
        return _response!;
    }

    /// <summary>Where another attempt takes its place.</summary>
    internal void Discard() => _response?.Dispose();
}
