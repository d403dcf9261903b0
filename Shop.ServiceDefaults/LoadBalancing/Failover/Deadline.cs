using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Errors;
using Shop.ServiceDefaults.LoadBalancing.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>
/// Until when anybody waits for the answer. It goes down with the requests in a header, as the time that is left, since clocks differ: a service
/// that is three calls away neither works for somebody who has gone nor asks others to. Source: gRPC's deadlines (grpc-timeout), Envoy's
/// x-envoy-expected-rq-timeout-ms.
/// </summary>
internal sealed class Deadline(TimeSpan moment)
{
    internal const string Header = "Request-Timeout-Ms";

    /// <summary>
    /// The configuration's word for a process that strangers can ask, such as the gateway's: what they say is not believed, or a request with a deadline
    /// of a millisecond would fail whatever it shares with others.
    /// </summary>
    internal const string PublicEdge = "PublicEdge";

    /// <summary>Takes the place of the setting.</summary>
    internal static readonly HttpRequestOptionsKey<TimeSpan> TotalTimeout = new("Shop.LoadBalancing.TotalTimeout");

    internal TimeSpan Moment { get; } = moment;

    /// <summary>What the next service is told.</summary>
    internal static void Tell(HttpRequestMessage request, TimeSpan timeout)
    {
        request.Headers.Remove(Header);
        request.Headers.TryAddWithoutValidation(Header, Math.Max(0, (long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The sooner of the request's own timeout and the deadline of the request that this process is working for.</summary>
    internal static TimeSpan Of(HttpRequestMessage request, BalancingSettings settings, IHttpContextAccessor accessor, TimeProvider time)
    {
        var own = time.Moment() + (request.Options.TryGetValue(TotalTimeout, out var timeout) ? timeout : settings.TotalTimeout);
        return accessor.HttpContext?.Features.Get<Deadline>()?.Moment is { } callers && callers < own ? callers : own;
    }

    /// <summary>Ends what its caller no longer waits for.</summary>
    internal static void Use(WebApplication app)
    {
        if (app.Configuration.GetValue<bool>(PublicEdge))
            return;
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use((http, next) => http.Request.Headers.TryGetValue(Header, out var value)
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < int.MaxValue
                ? RunAsync(http, next, TimeSpan.FromMilliseconds(milliseconds), time)
                : next(http));
    }

    private static async Task RunAsync(HttpContext http, RequestDelegate next, TimeSpan timeout, TimeProvider time)
    {
        var aborted = http.RequestAborted;
        var end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        // Whoever writes the answer may do so after this.
        http.Response.RegisterForDispose(end);
        end.CancelAfter(timeout);
        http.RequestAborted = end.Token;
        // Whoever has the beginning of the answer waits for the rest as long as it takes.
        http.Response.OnStarting(static state =>
        {
            ((CancellationTokenSource)state).CancelAfter(Timeout.InfiniteTimeSpan);
            return Task.CompletedTask;
        }, end);
        http.Features.Set(new Deadline(time.Moment() + timeout));
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !aborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            http.Response.Clear();
            await Problem.WriteAsync(http, StatusCodes.Status504GatewayTimeout, "The caller's time is over.");
        }
        finally
        {
            http.RequestAborted = aborted;
        }
    }
}
