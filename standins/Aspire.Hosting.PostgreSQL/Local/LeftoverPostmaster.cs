using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>A server of an earlier run that still has the data directory, because its AppHost was killed. The caller holds the directory's lock.</summary>
sealed class LeftoverPostmaster(string dataDirectory)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _pidFile = Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>Stands in the command line of every server that an AppHost starts.</summary>
    public static string Mark(string resourceName) => $"cluster_name=aspire-{resourceName}";

    /// <summary>Returns when nothing uses the directory any more.</summary>
    /// <exception cref="DistributedApplicationException">The server there was started by someone else, or does not stop.</exception>
    public async Task StopAsync(string resourceName, PostgresPrograms programs, ILogger logger, CancellationToken cancellationToken)
    {
        if (ReadPid() is { } pid && IsPostmaster(pid))
        {
            if (!WasStartedByAppHost())
                throw new DistributedApplicationException($"A PostgreSQL server (process {pid}) that no AppHost started uses the data of '{resourceName}' in {dataDirectory}: stop it first.");
            logger.LogWarning("Stopping the server of an earlier run (process {Pid}) that still uses {Directory}.", pid, dataDirectory);
            if (OperatingSystem.IsWindows())
                await ToolProcess.RunAsync(Path.Combine(programs.BinDirectory, "pg_ctl.exe"), ["stop", "-D", dataDirectory, "-m", "fast"], cancellationToken);
            else
                await ToolProcess.RunAsync("/bin/sh", ["-c", $"kill -INT {pid.ToString(CultureInfo.InvariantCulture)}"], cancellationToken);
            if (!await GoneAsync(() => !IsPostmaster(pid), cancellationToken))
                throw new DistributedApplicationException($"The PostgreSQL server of an earlier run (process {pid}) does not stop: stop it and start again.");
        }
        // After a kill -9 the server's own children need a moment to notice; until then it could not start again.
        if (!await GoneAsync(() => ProcessesInside() == 0, cancellationToken))
            throw new DistributedApplicationException($"Processes of an earlier PostgreSQL server still use {dataDirectory}: stop them and start again.");
        ForgetReusedPid(logger);
    }

    /// <summary>PostgreSQL takes any living process of that number for a server, also one that got the number after a reboot.</summary>
    private void ForgetReusedPid(ILogger logger)
    {
        if (!OperatingSystem.IsLinux() || ReadPid() is not { } pid || IsPostmaster(pid))
            return;
        logger.LogInformation("The last server did not stop in order; PostgreSQL recovers what was committed.");
        File.Delete(_pidFile);
    }

    private bool WasStartedByAppHost()
    {
        var options = Path.Combine(dataDirectory, "postmaster.opts");
        return File.Exists(options) && File.ReadAllText(options).Contains(Mark(""), StringComparison.Ordinal);
    }

    private int? ReadPid()
    {
        try
        {
            return int.TryParse(File.ReadLines(_pidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1 ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A living PostgreSQL, and on Linux one that works in this very directory.</summary>
    private bool IsPostmaster(int pid)
    {
        if (OperatingSystem.IsLinux())
            return WorksInside($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}");
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && ReadPid() == pid;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private int ProcessesInside() => !OperatingSystem.IsLinux() ? 0 : Directory.EnumerateDirectories("/proc")
        .Count(d => char.IsAsciiDigit(Path.GetFileName(d)[0]) && WorksInside(d));

    /// <summary>A zombie, dead but not yet waited for, has no working directory.</summary>
    private bool WorksInside(string process)
    {
        try
        {
            return File.ReadAllText(process + "/comm").Trim() == "postgres"
                && File.ResolveLinkTarget(process + "/cwd", returnFinalTarget: false)?.FullName == RealPath(dataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The kernel names a working directory without the symbolic links on the way to it.</summary>
    private static string RealPath(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }

    private static async Task<bool> GoneAsync(Func<bool> gone, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!gone())
        {
            if (clock.Elapsed > s_patience)
                return false;
            await Task.Delay(20, cancellationToken);
        }
        return true;
    }
}
