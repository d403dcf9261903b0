using System.ComponentModel.DataAnnotations;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>How many transactions a replica handles messages in at a time, beside one for each kind that gathers.</summary>
    [Range(1, 100)]
    public int Parallelism { get; set; } = 4;

    /// <summary>How many messages a replica takes from its queue at a time. Those of a kind that gathers are handled together.</summary>
    [Range(1, 100)]
    public int Prefetch { get; set; } = 16;

    /// <summary>The pauses before a failed message is tried again. When they are used up it goes to the error queue.</summary>
    public IList<TimeSpan> RetryDelays { get; } = [];

    /// <summary>The pause while something that the handler needs is away, which counts as no failure of the message.</summary>
    public TimeSpan UnavailableDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the inbox remembers what was handled. A message that comes a second time later than that is handled again.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long the forwarder lets messages gather before it moves them, so that a busy service pays one transaction for many. Where moving them takes longer it waits as long as that took.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(15);

    // The binder adds to a list that is filled already; so the defaults stand apart.
    internal IReadOnlyList<TimeSpan> Delays => RetryDelays.Count > 0 ? [.. RetryDelays] : s_delays;

    private static readonly TimeSpan[] s_delays =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];
}
