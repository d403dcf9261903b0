namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStates
{
    public static readonly string NotStarted = nameof(NotStarted);
    public static readonly string Waiting = nameof(Waiting);
    public static readonly string Starting = nameof(Starting);
    public static readonly string Running = nameof(Running);
    public static readonly string Stopping = nameof(Stopping);
    public static readonly string Exited = nameof(Exited);
    public static readonly string Finished = nameof(Finished);
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>A container without a container runtime that could run it.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>Nothing happens any more unless a person starts it again.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];

    internal static bool IsTerminal(string? state) => state is not null && TerminalStates.Contains(state);

    /// <summary>Whoever waits for the resource waits in vain.</summary>
    internal static bool IsUnavailable(string? state) => IsTerminal(state) || state == RuntimeUnhealthy;
}
