namespace Aspire.Hosting;

/// <summary>Under which user PostgreSQL runs: it refuses root. The programs it is started through execute it in their own process, so a signal to that process reaches it.</summary>
/// <param name="Prefix">The program and arguments to put before PostgreSQL's; empty where the AppHost's own user will do.</param>
/// <param name="Owner">Who must own the data directory, as <c>chown</c> takes it; null where that is the AppHost's user.</param>
sealed record PostgresAccount(IReadOnlyList<string> Prefix, string? Owner)
{
    public static PostgresAccount Own { get; } = new([], null);

    // In a user namespace of its own root has an ordinary number, and still owns its files: nothing need change hands.
    private static readonly PostgresAccount s_namespace = new(["unshare", "--user", "--map-user=65534", "--map-group=65534"], null);

    /// <exception cref="DistributedApplicationException">The AppHost is root and can't start anything as another user.</exception>
    public static async Task<PostgresAccount> ChooseAsync(PostgresPrograms programs, string dataDirectory, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return Own;
        var path = NearestExisting(dataDirectory);
        foreach (var account in await CandidatesAsync(dataDirectory, cancellationToken))
        {
            if (account.Owner is not null)
                AdmitToTemporaryFolder(NearestExisting(Path.GetDirectoryName(Path.GetFullPath(dataDirectory))!));
            if (await account.WorksAsync(programs, path, cancellationToken))
                return account;
        }
        throw new DistributedApplicationException(
            $"PostgreSQL refuses to run as root, and here neither unshare nor setpriv can start it as another user who may use {path}: start the AppHost as an ordinary user, or set AppHost:Volumes to a folder that every user may enter.");
    }

    public (string FileName, IReadOnlyList<string> Arguments) Wrap(string program, IEnumerable<string> arguments) => Prefix.Count == 0
        ? (program, [.. arguments])
        : (ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH"), Prefix[0]) ?? Prefix[0], [.. Prefix.Skip(1), program, .. arguments]);

    private static async Task<IReadOnlyList<PostgresAccount>> CandidatesAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(dataDirectory, "PG_VERSION")))
            return [s_namespace, As("postgres", "postgres"), As("65534", "65534")];
        // What exists keeps its owner: PostgreSQL runs as whoever made it.
        var (_, owner) = await ToolProcess.RunAsync("stat", ["-c", "%u:%g", dataDirectory], cancellationToken);
        return owner.Trim().Split(':') is [var user, var group] && user != "0" ? [As(user, group)] : [s_namespace];
    }

    private static PostgresAccount As(string user, string group) =>
        new(["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups"], $"{user}:{group}");

    private async Task<bool> WorksAsync(PostgresPrograms programs, string path, CancellationToken cancellationToken)
    {
        var (fileName, arguments) = Wrap("sh", ["-c", "test -x \"$1\" && exec \"$2\" --version", "sh", path, programs.Postgres]);
        return (await ToolProcess.RunAsync(fileName, arguments, cancellationToken)).ExitCode == 0;
    }

    private static string NearestExisting(string directory)
    {
        var path = Path.GetFullPath(directory);
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path)!;
        return path;
    }

    /// <summary>A run's temporary folder is closed to others; PostgreSQL's user must be able to pass through it, not to list it.</summary>
    private static void AdmitToTemporaryFolder(string path)
    {
        var temporary = Path.GetFullPath(Path.GetTempPath()).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (!OperatingSystem.IsWindows() && path.StartsWith(temporary, StringComparison.Ordinal))
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
    }
}
