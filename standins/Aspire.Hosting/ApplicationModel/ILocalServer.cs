using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// How a container resource runs without a container: as a program of this machine. <see cref="PrepareAsync"/> runs before anything is
/// started, so that what is missing is told before anything has happened; it must change nothing that a person could miss.
/// <see cref="StartAsync"/> makes what the server needs (a data directory) and says what to start.
/// </summary>
internal interface ILocalServer : IResourceAnnotation
{
    /// <exception cref="DistributedApplicationException">The server can't be had here; the message says what to do.</exception>
    Task PrepareAsync(LocalServerContext context, CancellationToken cancellationToken);

    /// <returns>The process to start. Called again on a restart.</returns>
    /// <exception cref="DistributedApplicationException">The server can't start; the message says what to do.</exception>
    Task<LocalServerProcess> StartAsync(LocalServerContext context, CancellationToken cancellationToken);

    /// <summary>Turns what a server printed before it died into a sentence that says what to do; null where it knows none.</summary>
    string? Explain(IReadOnlyList<string> lastLines);
}

/// <param name="Resource">The server.</param>
/// <param name="Port">The loopback port that it must listen on.</param>
/// <param name="DataDirectory">Where its data goes; it may not exist yet. Thrown away after the run unless <paramref name="IsPersistent"/>.</param>
/// <param name="IsPersistent">True where the resource has a data volume.</param>
/// <param name="Logger">Lines for the resource's console log.</param>
/// <param name="Services">The AppHost's services (configuration).</param>
internal sealed record LocalServerContext(IResource Resource, int Port, string DataDirectory, bool IsPersistent, ILogger Logger, IServiceProvider Services);

/// <param name="Source">What the dashboard shows as source, e.g. the program's path and version.</param>
/// <param name="StopSignal">The signal of an orderly stop: <c>INT</c> is PostgreSQL's fast shutdown.</param>
internal sealed record LocalServerProcess(
    string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment,
    string Source, string StopSignal = "TERM");
