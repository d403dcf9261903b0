using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>An installed <c>redis-server</c>.</summary>
sealed partial record RedisServerProgram(string Path, string Version)
{
    /// <summary>Configuration: the program itself, for one that is not on PATH.</summary>
    public const string ConfigurationKey = "Redis:ServerPath";

    // Valkey is the same server under another name.
    private static readonly string[] s_names = OperatingSystem.IsWindows() ? ["redis-server.exe"] : ["redis-server", "valkey-server"];

    /// <returns>Null where none is installed.</returns>
    /// <exception cref="DistributedApplicationException">The configured program is not there or doesn't run.</exception>
    public static async Task<RedisServerProgram?> FindAsync(string? configured, string? path, CancellationToken cancellationToken)
    {
        var file = string.IsNullOrWhiteSpace(configured) ? FindOnPath(path) : configured;
        if (file is null)
            return null;
        var version = File.Exists(file) ? await ReadVersionAsync(file, cancellationToken) : null;
        if (version is not null)
            return new(file, version);
        return string.IsNullOrWhiteSpace(configured)
            ? null
            : throw new DistributedApplicationException($"{ConfigurationKey} is '{configured}', but no redis-server runs from there: set it to the program's path, or remove the setting.");
    }

    /// <summary>Writes the configuration, which nobody else may read: it holds the password, that would show in the list of processes if it were an argument.</summary>
    /// <returns>The file's path.</returns>
    public static string WriteConfiguration(string directory, int port, IEnumerable<string> addresses, string password, RedisPersistenceAnnotation? save)
    {
        var file = System.IO.Path.Combine(directory, "redis.conf");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options) { NewLine = "\n" };
        writer.WriteLine("# Written by the AppHost at every start.");
        writer.WriteLine($"bind {string.Join(' ', addresses)}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"port {port}"));
        writer.WriteLine($"dir {Quote(directory)}");
        writer.WriteLine("dbfilename dump.rdb");
        writer.WriteLine(save is null ? "save \"\"" : string.Create(CultureInfo.InvariantCulture, $"save {(long)save.Interval.TotalSeconds} {save.KeysChangedThreshold}"));
        writer.WriteLine("appendonly no");
        writer.WriteLine("daemonize no");
        writer.WriteLine("always-show-logo no");
        writer.WriteLine("logfile \"\"");
        if (password.Length > 0)
            writer.WriteLine($"requirepass {Quote(password)}");
        return file;
    }

    /// <summary>A word of Redis's configuration, whatever is in it.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(value))
            if (b is > 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\'))
                quoted.Append((char)b);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        return quoted.Append('"').ToString();
    }

    private static string? FindOnPath(string? path) =>
        (path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(d => s_names.Select(n => System.IO.Path.Combine(d, n)))
            .FirstOrDefault(File.Exists);

    private static async Task<string?> ReadVersionAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false, CreateNoWindow = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return VersionPattern().Match(output) is { Success: true } match ? match.Groups[1].Value : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\bv=(\S+)")]
    private static partial Regex VersionPattern();
}
