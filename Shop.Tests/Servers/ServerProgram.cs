using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;

namespace Shop.Tests.Servers;

/// <summary>A server that is a program of this machine, which a test kills and starts again.</summary>
abstract class ServerProgram : IDisposable
{
    // Debian puts servers where only root looks for programs.
    private static readonly string s_path = Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin";

    protected Process? Process { get; private set; }

    public virtual void Kill()
    {
        Process?.Kill();
        Process?.WaitForExit();
        Process?.Dispose();
        Process = null;
    }

    /// <summary>It hangs: connections stay, and nothing is answered.</summary>
    public void Pause() => Signal("STOP");

    public void Resume() => Signal("CONT");

    public virtual void Dispose() => Kill();

    /// <summary>Null where it is not installed.</summary>
    protected static string? Find(string program) => ToolProcess.FindOnPath(s_path, program);

    protected void Start(ProcessStartInfo start)
    {
        // Read and thrown away: it would stop where nobody reads.
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        Process = System.Diagnostics.Process.Start(start)!;
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    private void Signal(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", Process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    protected static int FreePort(SocketType type = SocketType.Stream)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
