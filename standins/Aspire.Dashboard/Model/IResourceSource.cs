namespace Aspire.Dashboard.Model;

/// <summary>What the dashboard shows, and all it knows of the application that hosts it. Members are called from any thread.</summary>
public interface IResourceSource
{
    /// <summary>The resources as they are now, parents and replicas alike.</summary>
    IReadOnlyList<ResourceView> GetResources();

    /// <summary>The current resources first, then each change (a whole view each time) until cancelled.</summary>
    IAsyncEnumerable<ResourceView> WatchAsync(CancellationToken ct);

    /// <summary>The last kept console lines of a resource, oldest first; empty for an unknown one.</summary>
    /// <param name="resourceId"><see cref="ResourceView.Id"/>.</param>
    /// <param name="last">At most this many lines.</param>
    IReadOnlyList<ConsoleLine> GetConsoleLines(string resourceId, int last);

    /// <summary>
    /// The kept console lines first, then each new one until cancelled; nothing is lost in between. A row with replicas gives
    /// only what is its own (what it waits for, say), not the replicas' lines: the dashboard asks for those itself.
    /// </summary>
    IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resourceId, CancellationToken ct);

    /// <summary>Runs a command of a resource. A command that fails says so in its outcome instead of throwing.</summary>
    Task<CommandOutcome> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken ct);
}
