using System.Collections.Immutable;

namespace Aspire.Dashboard.Model;

/// <summary>One resource, or one replica of it, as it is at a moment.</summary>
public sealed record ResourceView
{
    /// <summary>Unique and stable during the run: the resource's name, or for a replica its name with the replica's suffix.</summary>
    public required string Id { get; init; }

    /// <summary>The resource's name in the application model; all replicas share it.</summary>
    public required string Name { get; init; }

    /// <summary>The name shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Project, Container, Executable, Parameter ... as shown and filtered.</summary>
    public required string Type { get; init; }

    /// <summary><see cref="Id"/> of the row it stands under: the aggregated row of a replica, or a child resource's parent.</summary>
    public string? ParentId { get; init; }

    /// <summary>Running, Exited ...; null when it is not known yet.</summary>
    public string? State { get; init; }

    /// <summary>success, info, warning or error; null leaves the choice to the dashboard.</summary>
    public string? StateStyle { get; init; }

    /// <summary>Healthy, Degraded or Unhealthy; null where health says nothing (not running).</summary>
    public string? Health { get; init; }

    public int? ExitCode { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Where it comes from: a project's path, an image, a command line.</summary>
    public string? Source { get; init; }

    /// <summary>Hidden resources are not listed.</summary>
    public bool IsHidden { get; init; }

    public ImmutableArray<UrlView> Urls { get; init; } = [];

    public ImmutableArray<CommandView> Commands { get; init; } = [];

    public ImmutableArray<EnvironmentView> Environment { get; init; } = [];

    public ImmutableArray<HealthReportView> HealthReports { get; init; } = [];

    public ImmutableArray<RelationshipView> Relationships { get; init; } = [];

    public ImmutableArray<PropertyView> Properties { get; init; } = [];

    /// <summary>Why it is in this state, when that needs a sentence: the error that kept it from starting, what it waits for.</summary>
    public string? Message { get; init; }

    /// <summary>The last view of a resource that no longer exists.</summary>
    public bool IsRemoved { get; init; }
}
