using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>
/// A request on its way through the endpoints of a service: each attempt goes to one that has not been tried yet, until one answers, or may not
/// be followed by another.
/// </summary>
internal sealed class BalancedRequest(Balancer balancer, HttpRequestMessage request, Attempt.Send send, BalancingServices services, CancellationToken cancellationToken)
{
    /// <summary>With less time than this no attempt is begun.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);

    private readonly BalancingSettings _settings = balancer.Settings;
    private readonly TimeSpan _until = Deadline.Of(request, balancer.Settings, services.HttpContext, services.Time);
    private readonly ulong? _key = services.Key.Of(request, balancer.Settings.HashKey);
    private readonly List<Endpoint> _tried = [];
    private bool _isRepeatable;
    private int _attempts;

    /// <summary>Attempts, but not those that could not connect: the service has had no work of them.</summary>
    private int _sent;

    internal async Task<HttpResponseMessage> SendAsync()
    {
        balancer.Begin();
        _isRepeatable = await Repetition.PrepareAsync(request, cancellationToken);
        AttemptResult? last = null;
        while (true)
        {
            if (balancer.Enter(_key, _tried) is { } endpoint)
            {
                last?.Discard();
                last = await TryAsync(endpoint, last?.Outcome);
                if (!MayTryAnother(last.Value.Outcome))
                    return last.Value.Unwrap();
                _tried.Add(endpoint);
            }
            else if (last is null)
            {
                return services.Refuse(balancer, request);
            }
            else if (!await MayTryAgainAsync(last.Value.Outcome))
            {
                return last.Value.Unwrap();
            }
        }
    }

    private bool MayTryAnother(Outcome outcome) =>
        Repetition.IsAllowed(request, _isRepeatable, outcome) && services.Time.Moment() + s_shortest < _until && (outcome == Outcome.NotConnected || MaySendAgain());

    /// <summary>All have been tried, and are asked once more after a pause.</summary>
    private async ValueTask<bool> MayTryAgainAsync(Outcome outcome)
    {
        var pause = Repetition.Pause(_sent);
        if (_tried.Count == 0 || services.Time.Moment() + pause >= _until || (outcome == Outcome.NotConnected && !MaySendAgain()))
            return false;
        await Task.Delay(pause, services.Time, cancellationToken);
        _tried.Clear();
        return true;
    }

    private bool MaySendAgain() => ++_sent < _settings.MaxAttempts && balancer.TryRepeat();

    private Task<AttemptResult> TryAsync(Endpoint endpoint, Outcome? failure)
    {
        if (failure is { } outcome)
            services.Metrics.Retried(balancer.Service, endpoint, outcome);
        var attempt = Start(endpoint, request, failure?.Name() ?? AttemptTags.First);
        return _settings.HedgeAfter is { } after && Hedging.Fits(request)
            ? Hedging.RunAsync(attempt, after, () => StartSecond(endpoint), cancellationToken)
            : attempt.Completion;
    }

    private Attempt? StartSecond(Endpoint first)
    {
        if (balancer.Enter(_key, [first, .. _tried]) is not { } endpoint)
            return null;
        if (!balancer.TryHedge())
        {
            endpoint.Exit();
            return null;
        }
        services.Metrics.Hedged(balancer.Service, endpoint);
        return Start(endpoint, Hedging.Copy(request), AttemptTags.Hedge);
    }

    private Attempt Start(Endpoint endpoint, HttpRequestMessage message, string reason)
    {
        // Giving up early makes sense only where another attempt may follow.
        var left = _until - services.Time.Moment();
        var timeout = _isRepeatable && _sent + 1 < _settings.MaxAttempts && _settings.AttemptTimeout < left ? _settings.AttemptTimeout : left;
        AttemptTags.Set(message, balancer, endpoint, ++_attempts, reason);
        return Attempt.Start(balancer, endpoint, message, send, timeout, services.Time, cancellationToken);
    }
}
