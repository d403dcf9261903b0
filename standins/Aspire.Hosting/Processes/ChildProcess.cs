using System.Diagnostics;

namespace Aspire.Hosting;

/// <param name="Environment">All of it: nothing is inherited beside it.</param>
/// <param name="Source">What the dashboard shows as source.</param>
sealed record ChildProcessStart(
    string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment, string Source, string StopSignal = "TERM");

/// <summary>
/// A process in a session of its own, so that Ctrl+C at the AppHost's terminal reaches the AppHost alone, which then stops its children in
/// their order. The guard ends it where the AppHost can't.
/// </summary>
sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly ChildProcessStart _start;
    private readonly ProcessGuard _guard;
    private readonly TaskCompletionSource _outputEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ChildProcessStart start, ProcessGuard guard, Action<string, bool> line)
    {
        (_start, _guard) = (start, guard);
        var (fileName, arguments) = InOwnSession(start);
        var info = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        info.Environment[ProcessGuard.Mark] = guard.Session;
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Receive(e.Data, isError: false, _outputEnd, line);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data, isError: true, _errorEnd, line);
        _process.Exited += (_, _) => _exit.TrySetResult();
    }

    public int Id { get; private set; }

    /// <exception cref="DistributedApplicationException">The program can't be started; the message says which.</exception>
    public static ChildProcess Start(ChildProcessStart start, ProcessGuard guard, Action<string, bool> line)
    {
        var child = new ChildProcess(start, guard, line);
        try
        {
            if (!Directory.Exists(start.WorkingDirectory))
                throw new DistributedApplicationException($"The working directory {start.WorkingDirectory} does not exist.");
            if (PosixSignals.Supported && ProgramPath.Find(start.FileName, start.WorkingDirectory) is null)
                throw new DistributedApplicationException($"The program {start.FileName} was not found.");
            child._process.Start();
        }
        catch (Exception e)
        {
            child.Dispose();
            throw e as DistributedApplicationException ?? new DistributedApplicationException($"{start.FileName} could not be started: {e.Message}", e);
        }
        child.Id = child._process.Id;
        guard.Add(child.Id, start.StopSignal);
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Its exit code, once it has ended and what it printed has been read.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _exit.Task;
        _guard.Remove(Id);
        try
        {
            // A grandchild may hold the pipes open for as long as it likes.
            await Task.WhenAll(_outputEnd.Task, _errorEnd.Task).WaitAsync(s_drain);
        }
        catch (TimeoutException)
        {
        }
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop; kills it, and all it started, when it has not after that time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_exit.Task.IsCompleted)
            return;
        if (PosixSignals.Supported)
            PosixSignals.Send(Id, _start.StopSignal);
        try
        {
            if (PosixSignals.Supported)
                await _exit.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
        }
        Kill();
        await _exit.Task;
    }

    /// <summary>The process, and what is left of its group.</summary>
    public void Kill()
    {
        if (PosixSignals.Supported)
            PosixSignals.SendToGroup(Id, "KILL");
        else if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose() => _process.Dispose();

    private static (string, IEnumerable<string>) InOwnSession(ChildProcessStart start)
    {
        if (OperatingSystem.IsLinux())
            return ("setsid", [start.FileName, .. start.Arguments]);
        if (OperatingSystem.IsMacOS())
            return ("/usr/bin/perl", ["-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV;", start.FileName, .. start.Arguments]);
        return (start.FileName, start.Arguments);
    }

    private static void Receive(string? text, bool isError, TaskCompletionSource end, Action<string, bool> line)
    {
        if (text is null)
            end.TrySetResult();
        else
            line(text, isError);
    }
}
