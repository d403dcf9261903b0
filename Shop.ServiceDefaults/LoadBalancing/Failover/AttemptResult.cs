using System.Net;
using System.Runtime.ExceptionServices;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>What an attempt came to: an answer, or an exception.</summary>
internal readonly struct AttemptResult
{
    private readonly HttpResponseMessage? _response;
    private readonly ExceptionDispatchInfo? _exception;

    internal AttemptResult(HttpResponseMessage response)
    {
        _response = response;
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

    internal bool IsDraining => _response is not null && _response.Headers.NonValidated.Contains(Hosting.Draining.Header);

    /// <summary>What the caller gets where this was the last attempt.</summary>
    internal HttpResponseMessage Unwrap()
    {
        _exception?.Throw();
        return _response!;
    }

    /// <summary>Where another attempt takes its place.</summary>
    internal void Discard() => _response?.Dispose();
}
