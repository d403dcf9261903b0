namespace Aspire.Hosting;

/// <summary>How this run differs from one that a person watches.</summary>
sealed record DistributedApplicationRunOptions
{
    /// <summary>Configuration: true takes free ports where the launch profiles name fixed ones, to run twice on one machine.</summary>
    public const string RandomizePortsKey = "AppHost:RandomizePorts";

    public required bool RandomizePorts { get; init; }

    /// <summary>Resources' lines on the AppHost's console.</summary>
    public required bool ConsoleLines { get; init; }

    /// <summary>Ends the AppHost when a server can't start at all.</summary>
    public required bool StopsOnFailure { get; init; }
}
