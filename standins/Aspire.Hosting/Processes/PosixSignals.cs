using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting;

/// <summary>Signals to a process or to its whole group; .NET itself can only kill.</summary>
static partial class PosixSignals
{
    private const int Interrupt = 2, Kill = 9, Terminate = 15;

    public static bool Supported => !OperatingSystem.IsWindows();

    /// <param name="signal"><c>INT</c>, <c>TERM</c> or <c>KILL</c>.</param>
    public static void Send(int processId, string signal) => _ = kill(processId, Number(signal));

    public static void SendToGroup(int processId, string signal) => _ = kill(-processId, Number(signal));

    public static int ParentId => Supported ? getppid() : 0;

    /// <summary>Null where it is gone.</summary>
    public static string? NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int Number(string signal) => signal switch
    {
        "INT" => Interrupt,
        "TERM" => Terminate,
        "KILL" => Kill,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Unknown signal."),
    };

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int sig);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getppid();
}
