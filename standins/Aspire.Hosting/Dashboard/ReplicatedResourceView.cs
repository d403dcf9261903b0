using Aspire.Dashboard.Model;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>The row above a resource's replicas.</summary>
static class ReplicatedResourceView
{
    /// <summary>The worst that there is, so that one look at the row is enough.</summary>
    private static readonly string[] s_worstFirst =
    [
        KnownResourceStates.FailedToStart, KnownResourceStates.Exited, KnownResourceStates.Stopping, KnownResourceStates.Waiting, KnownResourceStates.Starting,
        KnownResourceStates.NotStarted, KnownResourceStates.Finished, KnownResourceStates.Running,
    ];
    private static readonly string[] s_sickestFirst = ["Unhealthy", "Degraded", "Healthy"];

    public static ResourceView Of(string name, IReadOnlyList<ResourceView> replicas) => new()
    {
        Id = name,
        Name = name,
        DisplayName = name,
        Type = replicas[0].Type,
        State = s_worstFirst.FirstOrDefault(s => replicas.Any(r => r.State == s)) ?? replicas[0].State,
        Health = Health(replicas),
        ExitCode = replicas.FirstOrDefault(r => r.ExitCode is not null and not 0)?.ExitCode,
        CreatedAt = replicas.Min(r => r.CreatedAt),
        StartedAt = replicas.Min(r => r.StartedAt),
        Source = replicas[0].Source,
        Urls = [.. replicas.SelectMany(r => r.Urls)],
        // Enabled as soon as one replica has a use for it.
        Commands = [.. replicas.SelectMany(r => r.Commands).GroupBy(c => c.Name).Select(g => g.OrderByDescending(c => c.IsEnabled).First())],
        Relationships = replicas[0].Relationships,
        Properties = [new("replicas", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{replicas.Count(r => r.State == KnownResourceStates.Running)} of {replicas.Count} running"), false)],
        Message = replicas.FirstOrDefault(r => r.Message is not null)?.Message,
    };

    /// <summary>A replica that does not run has no health of its own, and is missed all the same.</summary>
    private static string? Health(IReadOnlyList<ResourceView> replicas)
    {
        var worst = s_sickestFirst.FirstOrDefault(h => replicas.Any(r => r.Health == h));
        return worst == "Healthy" && replicas.Any(r => r.State != KnownResourceStates.Running) ? "Degraded" : worst;
    }
}
