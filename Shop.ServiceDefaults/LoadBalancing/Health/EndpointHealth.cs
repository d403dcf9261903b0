using Shop.ServiceDefaults.LoadBalancing.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Health;

/// <summary>
/// Whether an endpoint may be chosen: not while it is ejected for its failures, while its probes fail, or while it says that it is about to
/// stop. What changes that is called under the balancer's lock; the counters are not. Source: Envoy's outlier detection.
/// </summary>
internal sealed class EndpointHealth
{
    /// <summary>How long one that drains is left alone. It says so again if it is asked and still there.</summary>
    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(5);

    private readonly SlidingWindow _answers = new();
    private int _consecutive;
    private int _times;
    private TimeSpan _ejectedUntil;
    private Outcome _ejectedFor;
    private TimeSpan _drainingUntil;
    private bool _probesFail;
    private int _probes;

    /// <summary>The moment from which it is available again by itself; in the past while it is available.</summary>
    internal TimeSpan AvailableFrom => _ejectedUntil > _drainingUntil ? _ejectedUntil : _drainingUntil;

    internal bool IsEjected(TimeSpan now) => now < _ejectedUntil;

    internal bool IsAvailable(TimeSpan now) => now >= AvailableFrom && !_probesFail;

    /// <summary>Says whether the endpoint deserves to be ejected, and why; null if it does not.</summary>
    internal string? Count(Outcome outcome, EjectionSettings settings, TimeSpan now)
    {
        if (outcome == Outcome.Cancelled)
            return null;
        _answers.Add(now);
        if (!outcome.IsFailure())
        {
            if (Volatile.Read(ref _consecutive) != 0)
                Volatile.Write(ref _consecutive, 0);
            return null;
        }
        _answers.Mark(now);
        var consecutive = Interlocked.Increment(ref _consecutive);
        if (outcome == Outcome.NotConnected)
            return "it can't be connected to";
        if (consecutive >= settings.ConsecutiveFailures)
            return $"{consecutive} failures in a row";
        var (total, failed) = _answers.Count(now);
        return total >= settings.MinRequests && failed >= total * settings.FailureRate ? $"{failed} of {total} requests failed" : null;
    }

    /// <summary>For twice as long as the last time, unless it has behaved since: each base time that it was in halves that again.</summary>
    internal TimeSpan Eject(Outcome reason, EjectionSettings settings, TimeSpan now)
    {
        var good = (now - _ejectedUntil) / settings.BaseTime;
        _times = good >= _times ? 0 : _times - (int)good;
        var time = settings.BaseTime * Math.Pow(2, _times);
        if (time >= settings.MaxTime)
            time = settings.MaxTime;
        else
            _times++;
        (_ejectedUntil, _ejectedFor) = (now + time, reason);
        // It begins anew when it comes back.
        _answers.Clear();
        Volatile.Write(ref _consecutive, 0);
        return time;
    }

    /// <returns>Whether that is new.</returns>
    internal bool Drain(TimeSpan now)
    {
        var isNew = now >= _drainingUntil;
        _drainingUntil = now + s_drainTime;
        return isNew;
    }

    /// <summary>Takes the result of a probe.</summary>
    /// <returns>Whether it changed the endpoint's availability.</returns>
    internal bool Probed(bool healthy, ProbeSettings settings, TimeSpan now)
    {
        // How many in a row, of successes above zero, of failures below.
        _probes = healthy ? Math.Max(1, _probes + 1) : Math.Min(-1, _probes - 1);
        if (healthy && _probes >= settings.HealthyAfter)
        {
            // It can be reached again, and is not about to stop any more. Ejected for its answers it serves its time: probes are not requests.
            var wasAway = _ejectedFor is Outcome.NotConnected or Outcome.BrokenOff or Outcome.TimedOut;
            var returns = _probesFail || now < _drainingUntil || (wasAway && now < _ejectedUntil);
            _probesFail = false;
            if (now < _drainingUntil)
                _drainingUntil = now;
            if (wasAway && now < _ejectedUntil)
                _ejectedUntil = now;
            return returns;
        }
        if (!healthy && !_probesFail && _probes <= -settings.UnhealthyAfter)
            return _probesFail = true;
        return false;
    }

    /// <summary>Without probes nothing would ever take back what the last ones said.</summary>
    internal void ForgetProbes() => (_probesFail, _probes) = (false, 0);
}
