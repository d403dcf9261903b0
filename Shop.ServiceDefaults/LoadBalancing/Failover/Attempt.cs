using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>One try at one endpoint, which the balancer learns from.</summary>
internal sealed class Attempt
{
    private readonly CancellationTokenSource _end;
    private bool _isAbandoned;

    private Attempt(Balancer balancer, Endpoint endpoint, HttpRequestMessage request, Send send, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Endpoint = endpoint;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Completion = RunAsync(balancer, request, send, timeout, time, cancellationToken);
    }

    internal delegate Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellationToken);

    internal Endpoint Endpoint { get; }

    /// <summary>Throws only where the caller has given up.</summary>
    internal Task<AttemptResult> Completion { get; }

    /// <param name="balancer">Has counted the request in at the endpoint, and counts it out.</param>
    /// <param name="endpoint">The one that was chosen.</param>
    /// <param name="request">Its address is the service's, and becomes the endpoint's.</param>
    /// <param name="send">Whatever takes the request to its address.</param>
    /// <param name="timeout">How long the endpoint may keep silent; it is told so.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    internal static Attempt Start(Balancer balancer, Endpoint endpoint, HttpRequestMessage request, Send send, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        new(balancer, endpoint, request, send, timeout, time, cancellationToken);

    /// <summary>Another attempt has answered.</summary>
    internal void Abandon()
    {
        Volatile.Write(ref _isAbandoned, true);
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
        _ = DiscardAsync();
    }

    private async Task DiscardAsync()
    {
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Completion.IsCompletedSuccessfully)
            (await Completion).Discard();
    }

    private async Task<AttemptResult> RunAsync(Balancer balancer, HttpRequestMessage request, Send send, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.Moment();
        var outcome = Outcome.Cancelled;
        var isDraining = false;
        try
        {
            request.RequestUri = new Uri(Endpoint.Address, request.RequestUri!.PathAndQuery);
            Deadline.Tell(request, timeout);
            _end.CancelAfter(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
            var result = new AttemptResult(await send(request, _end.Token));
            (outcome, isDraining) = (result.Outcome, result.IsDraining);
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !Volatile.Read(ref _isAbandoned) && OutcomeOf(exception, _end.IsCancellationRequested) is { } failure)
        {
            outcome = failure;
            return new(outcome, outcome == Outcome.TimedOut
                ? new HttpRequestException($"{balancer.Service} at {Endpoint} did not answer within {timeout.TotalSeconds:0.###} s.", new TimeoutException(null, exception))
                : exception);
        }
        finally
        {
            _end.Dispose();
            // With less time than is usual its silence says nothing against the endpoint.
            if (outcome == Outcome.TimedOut && timeout < balancer.Settings.AttemptTimeout)
                outcome = Outcome.Cancelled;
            balancer.Leave(Endpoint, outcome, time.Moment() - began);
            if (isDraining)
                balancer.Draining(Endpoint);
        }
    }

    private static Outcome? OutcomeOf(Exception exception, bool isTimeOver) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => Outcome.NotConnected,
        // The time for connecting has run out.
        OperationCanceledException { InnerException: TimeoutException } when !isTimeOver => Outcome.NotConnected,
        OperationCanceledException when isTimeOver => Outcome.TimedOut,
        HttpRequestException or IOException => IsCallersFault(exception) ? null : Outcome.BrokenOff,
        _ => null,
    };

    /// <summary>The body of a request that is passed on can't be read: it is too large, or who sends it has gone. The endpoint has no part in that.</summary>
    private static bool IsCallersFault(Exception? exception) => exception switch
    {
        null => false,
        BadHttpRequestException or ConnectionAbortedException or ConnectionResetException => true,
        AggregateException several => several.InnerExceptions.Any(IsCallersFault),
        _ => IsCallersFault(exception.InnerException),
    };
}
