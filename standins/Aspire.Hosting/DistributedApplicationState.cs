using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Where a run keeps its files: data volumes that outlive it, and a folder that does not.</summary>
sealed class DistributedApplicationState : IDisposable
{
    /// <summary>Configuration: true for a run of which nothing may stay (tests).</summary>
    public const string ThrowAwayKey = "AppHost:ThrowAwayState";

    /// <summary>Configuration: the folder of the data volumes instead of the user's application data.</summary>
    public const string VolumesKey = "AppHost:Volumes";

    private readonly string _directory;
    private readonly string _application;
    private readonly string? _volumes;

    public DistributedApplicationState(IConfiguration configuration, string appHostDirectory, string applicationName)
    {
        (_directory, _application) = (appHostDirectory, applicationName);
        ThrowAway = IsThrownAway(configuration);
        _volumes = configuration[VolumesKey];
        RunDirectory = Directory.CreateTempSubdirectory("aspire-").FullName;
    }

    public bool ThrowAway { get; }

    /// <summary>Deleted when the application ends.</summary>
    public string RunDirectory { get; }

    /// <summary>The folder of a data volume: kept, unless the whole run is thrown away.</summary>
    public string VolumeDirectory(string? volumeName, string resourceName)
    {
        if (ThrowAway)
            return Path.Combine(RunDirectory, resourceName);
        var root = _volumes ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "aspire", "volumes");
        return Path.Combine(root, volumeName ?? VolumeName(_directory, _application, resourceName));
    }

    /// <summary>Configuration: false keeps the dashboard's telemetry in memory only.</summary>
    public const string KeepTelemetryKey = "AppHost:KeepTelemetry";

    /// <summary>Where the telemetry of the last runs is kept; null where nothing may stay.</summary>
    public string? TelemetryFile(IConfiguration configuration) =>
        ThrowAway || !configuration.GetValue(KeepTelemetryKey, true) ? null : Path.Combine(VolumeDirectory(null, "dashboard"), "telemetry.db");

    /// <summary>The name of a volume that has none: the same for the same application in every run.</summary>
    /// <param name="identity">What tells applications of one name apart: the AppHost's folder, or in the manifest its name alone.</param>
    public static string VolumeName(string identity, string applicationName, string resourceName)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..10];
        return $"{applicationName.ToLowerInvariant()}-{hash}-{resourceName}-data";
    }

    public static bool IsThrownAway(IConfiguration configuration) => configuration.GetValue<bool>(ThrowAwayKey);

    public void Dispose()
    {
        try
        {
            Directory.Delete(RunDirectory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The operating system clears its temporary folder; a stop must not fail for this.
        }
    }
}
