using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Xunit;

namespace Shop.Tests.Integration.Hosting;

/// <summary>The AppHost as a person starts it: a process of its own, with its console and its exit code.</summary>
sealed class AppHostProcess : IAsyncDisposable
{
    /// <summary>The AppHost's own build beside the tests' own: bin/configuration/framework.</summary>
    private static readonly string s_program = Path.Combine(
        [Projects.Shop_AppHost.ProjectPath, "bin", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..], "Shop.AppHost.dll"]);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppHostProcess(string[] arguments, (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
            info.Environment.Remove(name);
        info.Environment["AppHost__ThrowAwayState"] = "true";
        // For the seconds that it lives, compiling its code a second time would cost more than it gains.
        info.Environment["DOTNET_TC_CallCounting"] = "0";
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, e) => Receive(e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Lines => [.. _lines];
    public string Output => string.Join('\n', _lines);

    public static AppHostProcess Start(string[] arguments, params (string Name, string Value)[] environment) => new(arguments, environment);

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(_healthy.Task, _process.WaitForExitAsync(cancellationToken)) != _healthy.Task;
        Assert.False(ended, Output);
    }

    /// <summary>Whether each of these programs is among its descendants.</summary>
    public bool Runs(params string[] programs)
    {
        var commands = Descendants().Select(static id => Read(id, "cmdline")).ToList();
        return programs.All(program => commands.Exists(command => command.Contains(program, StringComparison.Ordinal)));
    }

    /// <summary>The processes that bear the mark which the AppHost gives to what it starts; also those whose start it did not live to see.</summary>
    public static IReadOnlyList<int> Marked(string mark) =>
        [.. Directory.EnumerateDirectories("/proc").Select(static d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0 && IsAlive(id) && Read(id, "environ").Split('\0').Contains(mark))];

    /// <summary>That mark, as it stands in the environment.</summary>
    public string Mark() => Descendants().SelectMany(static id => Read(id, "environ").Split('\0')).First(static variable => variable.StartsWith(ProcessGuard.Mark + "=", StringComparison.Ordinal));

    /// <summary>The processes that it has started, and those that these have.</summary>
    public IReadOnlySet<int> Descendants()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? (Id: id, Parent: ParentOf(id)) : default).Where(p => p.Id > 0).ToLookup(p => p.Parent, p => p.Id);
        var found = new HashSet<int>();
        void Add(int id)
        {
            foreach (var child in parents[id])
                if (found.Add(child))
                    Add(child);
        }
        Add(_process.Id);
        return found;
    }

    public void Kill() => _process.Kill();

    public static bool IsAlive(int processId) => ParentOf(processId) >= 0;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <returns>-1 for one that is gone, or has ended and is only not yet asked for its exit code.</returns>
    private static int ParentOf(int processId)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields[0] == "Z" ? -1 : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static string Read(int processId, string what)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/{what}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return "";
        }
    }

    private void Receive(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.StartsWith("all resources healthy after", StringComparison.Ordinal))
            _healthy.TrySetResult();
    }
}
