using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>The folder of a server's data. Nothing in it is ever deleted here.</summary>
sealed class PostgresDataDirectory(string path)
{
    public string Path { get; } = path;

    /// <returns>The major version that the data belongs to; null where there is none yet.</returns>
    /// <exception cref="DistributedApplicationException">It is something else than a data directory, or damaged.</exception>
    public string? ReadMajor()
    {
        try
        {
            if (!Directory.Exists(Path) || !Directory.EnumerateFileSystemEntries(Path).Any())
                return null;
            var version = System.IO.Path.Combine(Path, "PG_VERSION");
            if (!File.Exists(version))
                throw new DistributedApplicationException(
                    $"The directory {Path} is not empty and is no PostgreSQL data directory (it has no PG_VERSION): move it away, so that the next start makes a new one, or give the data volume another name. Nothing was deleted.");
            var major = File.ReadAllText(version).Trim();
            if (major.Length is 0 or > 4 || !char.IsAsciiDigit(major[0]) || !File.Exists(System.IO.Path.Combine(Path, "global", "pg_control")) || !Directory.Exists(System.IO.Path.Combine(Path, "base")))
                throw new DistributedApplicationException($"The PostgreSQL data directory {Path} is damaged (PG_VERSION, global/pg_control or base is missing or unreadable): {Advice}");
            return major;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DistributedApplicationException($"The PostgreSQL data directory {Path} belongs to another user: start the AppHost as that user, or change the directory's owner to yours.", e);
        }
    }

    public const string Advice = "restore it from a backup, or move it away, so that the next start makes a new, empty one. Nothing was deleted.";

    /// <summary>Makes it, complete or not at all.</summary>
    /// <param name="userName">The superuser.</param>
    /// <exception cref="DistributedApplicationException"><c>initdb</c> failed.</exception>
    public async Task InitialiseAsync(PostgresPrograms programs, PostgresAccount account, string userName, string password, ILogger logger, CancellationToken cancellationToken)
    {
        var parent = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        Directory.CreateDirectory(parent);
        // Beside its final place, because only a rename within one file system is done at once.
        var temporary = System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(Path)}-{Guid.NewGuid():N}");
        CreatePrivate(temporary);
        try
        {
            var passwordFile = System.IO.Path.Combine(temporary, "password");
            WritePrivate(passwordFile, password);
            if (account.Owner is { } owner)
                await RequireAsync("chown", ["-R", owner, temporary], cancellationToken);
            var data = System.IO.Path.Combine(temporary, "data");
            logger.LogInformation("Initialising {Directory} with PostgreSQL {Version}.", Path, programs.Version);
            await InitDbAsync(programs, account, data, userName, passwordFile, cancellationToken);
            if (Directory.Exists(Path))
                Directory.Delete(Path);
            Directory.Move(data, Path);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task InitDbAsync(PostgresPrograms programs, PostgresAccount account, string data, string userName, string passwordFile, CancellationToken cancellationToken)
    {
        // C.UTF-8 sorts alike everywhere, and knows upper and lower case beyond ASCII; a system that lacks it has C at least.
        foreach (var locale in (string[])["C.UTF-8", "C"])
        {
            var (fileName, arguments) = account.Wrap(programs.InitDb,
                ["-D", data, "-U", userName, $"--pwfile={passwordFile}", "-A", "scram-sha-256", "-E", "UTF8", $"--locale={locale}", "--no-sync", "--no-instructions"]);
            var (exitCode, output) = await ToolProcess.RunAsync(fileName, arguments, cancellationToken, System.IO.Path.GetDirectoryName(data));
            if (exitCode == 0)
                return;
            if (locale == "C" || !output.Contains("locale", StringComparison.Ordinal))
                throw new DistributedApplicationException(
                    $"initdb of {programs.BinDirectory} could not make a data directory: {LastError(output)}. Mend that and start again; nothing was left behind.");
        }
    }

    private static string LastError(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(l => l.Contains("error:", StringComparison.Ordinal) || l.Contains("FATAL", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it printed nothing";
        return line.TrimEnd('.');
    }

    private static async Task RequireAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ToolProcess.RunAsync(program, arguments, cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{program} {string.Join(' ', arguments)}' failed: {output.Trim()} Start the AppHost as an ordinary user instead.");
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
