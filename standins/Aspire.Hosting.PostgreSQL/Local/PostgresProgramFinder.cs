using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting;

/// <summary>Where PostgreSQL's programs may be: configuration alone if it says so, else PATH, then the platform's usual folders, newest first.</summary>
/// <param name="configured">Configuration <see cref="ConfigurationKey"/>.</param>
/// <param name="path">The environment's PATH.</param>
/// <param name="patterns">Folders in which <c>*</c> stands for a part of one folder's name.</param>
sealed partial class PostgresProgramFinder(string? configured, string? path, IReadOnlyList<string> patterns)
{
    public const string ConfigurationKey = "PostgreSQL:BinDirectory";

    public static IReadOnlyList<string> UsualFolders { get; } = OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin")]
        : OperatingSystem.IsMacOS()
            ?
            [
                "/opt/homebrew/opt/postgresql@*/bin", "/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql@*/bin",
                "/usr/local/opt/postgresql/bin", "/Applications/Postgres.app/Contents/Versions/*/bin", "/Library/PostgreSQL/*/bin",
            ]
            : ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin", "/opt/postgresql/*/bin", "/usr/local/pgsql/bin", "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin"];

    /// <returns>Folders that hold the programs, the preferred one first.</returns>
    /// <exception cref="DistributedApplicationException">The configured folder doesn't hold them.</exception>
    public IReadOnlyList<string> Find()
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return PostgresPrograms.AreIn(configured)
                ? [configured]
                : throw new DistributedApplicationException(
                    $"{ConfigurationKey} is '{configured}', but the programs postgres and initdb are not there: set it to the folder that holds them, or remove the setting.");
        var onPath = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. onPath.Concat(patterns.SelectMany(Expand)).Where(PostgresPrograms.AreIn).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [pattern];
        var parent = Path.GetDirectoryName(pattern[..star] + "x")!;
        var rest = pattern[(parent.Length + 1)..].Split(Path.DirectorySeparatorChar, '/');
        return !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, rest[0])
                .OrderByDescending(d => VersionIn(Path.GetFileName(d)))
                .Select(d => Path.Combine([d, .. rest[1..]]));
    }

    private static double VersionIn(string folder) =>
        double.TryParse(NumberPattern().Match(folder).Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : 0;

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex NumberPattern();
}
