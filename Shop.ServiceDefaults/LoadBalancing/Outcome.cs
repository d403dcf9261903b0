namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>How an attempt at an endpoint ended.</summary>
internal enum Outcome
{
    /// <summary>It answered, if only that the request was wrong.</summary>
    Answered,

    /// <summary>500: this request failed, perhaps of its own making.</summary>
    Failed,

    /// <summary>502, 503, 504: the endpoint can't answer anything at the moment.</summary>
    Unavailable,

    /// <summary>No connection: not a byte was sent, so that anything may be sent elsewhere.</summary>
    NotConnected,

    /// <summary>The connection broke off before the answer.</summary>
    BrokenOff,

    /// <summary>Silent for too long.</summary>
    TimedOut,

    /// <summary>Given up by the caller, which tells nothing of the endpoint.</summary>
    Cancelled,
}

internal static class OutcomeExtensions
{
    internal static bool IsFailure(this Outcome outcome) => outcome is not (Outcome.Answered or Outcome.Cancelled);

    /// <summary>As it is written in spans and metrics.</summary>
    internal static string Name(this Outcome outcome) => outcome switch
    {
        Outcome.Answered => "answered",
        Outcome.Failed => "failed",
        Outcome.Unavailable => "unavailable",
        Outcome.NotConnected => "not_connected",
        Outcome.BrokenOff => "broken_off",
        Outcome.TimedOut => "timed_out",
        Outcome.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
