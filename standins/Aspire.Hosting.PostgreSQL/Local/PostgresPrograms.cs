using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting;

/// <param name="BinDirectory">Holds <c>postgres</c> and <c>initdb</c>.</param>
/// <param name="Version">E.g. <c>15.18</c>.</param>
sealed partial record PostgresPrograms(string BinDirectory, string Version)
{
    public string Postgres => PathOf("postgres");
    public string InitDb => PathOf("initdb");

    /// <summary>The part of the version that a data directory is bound to.</summary>
    public string Major => MajorOf(Version);

    public static bool AreIn(string directory) => File.Exists(PathIn(directory, "postgres")) && File.Exists(PathIn(directory, "initdb"));

    /// <returns>Null where the program doesn't run, e.g. for want of a library.</returns>
    public static async Task<PostgresPrograms?> ProbeAsync(string directory, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ToolProcess.RunAsync(PathIn(directory, "postgres"), ["--version"], cancellationToken);
        var match = VersionPattern().Match(output);
        return exitCode == 0 && match.Success ? new(directory, match.Groups[1].Value) : null;
    }

    /// <summary><c>15.18</c> belongs to 15, <c>9.6.24</c> to 9.6.</summary>
    public static string MajorOf(string version)
    {
        var parts = version.Split('.');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first < 10 && parts.Length > 1
            ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    private string PathOf(string program) => PathIn(BinDirectory, program);

    private static string PathIn(string directory, string program) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? program + ".exe" : program);

    [GeneratedRegex(@"\(PostgreSQL\) (\d+(?:\.\d+)*)")]
    private static partial Regex VersionPattern();
}
