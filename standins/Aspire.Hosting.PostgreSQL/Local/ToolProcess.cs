using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting;

/// <summary>Runs a short-lived program to its end.</summary>
static class ToolProcess
{
    /// <returns>The exit code (127 where there is no such program) and what it printed on both streams.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string fileName, IEnumerable<string> arguments, CancellationToken cancellationToken, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        // Its messages in English: some of them are read here.
        start.Environment["LC_ALL"] = "C";
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            return (127, e.Message);
        }
        using (process)
        {
            process!.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                return (process.ExitCode, await output + await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }

    /// <returns>The program's full path, or null where PATH has none.</returns>
    public static string? FindOnPath(string? path, params ReadOnlySpan<string> names)
    {
        foreach (var directory in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            foreach (var name in names)
            {
                var file = Path.Combine(directory, name);
                if (File.Exists(file))
                    return file;
            }
        return null;
    }
}
