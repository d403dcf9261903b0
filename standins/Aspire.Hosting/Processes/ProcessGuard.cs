using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting;

/// <summary>
/// Outlives an AppHost that is killed, for as long as it takes to end what that one started: a shell that is told each child by a pipe,
/// whose end the operating system closes with the AppHost. Nothing of it is left after an orderly stop either.
/// </summary>
sealed class ProcessGuard : IDisposable
{
    // A server's own stop signal goes to the process alone (PostgreSQL stops its children in their order), any other to the group.
    private const string Script = """
        trap '' INT TERM HUP
        children=''
        while read -r verb pid signal; do
          case "$verb" in
            add) children="$children $pid:$signal" ;;
            del) rest=''; for c in $children; do [ "${c%%:*}" = "$pid" ] || rest="$rest $c"; done; children=$rest ;;
          esac
        done
        for c in $children; do
          case "$c" in
            *:INT) kill -INT "${c%%:*}" 2>/dev/null ;;
            *) kill "-${c##*:}" "-${c%%:*}" 2>/dev/null ;;
          esac
        done
        tries=0
        while [ $tries -lt 30 ]; do
          alive=''
          for c in $children; do kill -0 "-${c%%:*}" 2>/dev/null && alive=1; done
          [ -n "$alive" ] || break
          sleep 0.1
          tries=$((tries + 1))
        done
        for c in $children; do kill -KILL "-${c%%:*}" 2>/dev/null; done
        [ -z "$1" ] || rm -rf -- "$1"
        """;

    private readonly Lock _lock = new();
    private readonly Process? _shell;

    /// <param name="temporaryDirectory">Deleted after an AppHost that could not do so itself.</param>
    public ProcessGuard(string temporaryDirectory)
    {
        // On Windows a child of a killed AppHost stays; there the AppHost is not killed by its terminal.
        if (!PosixSignals.Supported)
            return;
        string[] shell = ["/bin/sh", "-c", Script, "aspire-guard", temporaryDirectory];
        var info = OperatingSystem.IsLinux() ? new ProcessStartInfo("setsid", shell) : new ProcessStartInfo(shell[0], shell[1..]);
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.WorkingDirectory = "/";
        _shell = Process.Start(info);
    }

    public void Add(int processId, string signal) => Tell(string.Create(CultureInfo.InvariantCulture, $"add {processId} {signal}"));

    public void Remove(int processId) => Tell(string.Create(CultureInfo.InvariantCulture, $"del {processId}"));

    public void Dispose()
    {
        lock (_lock)
        {
            if (_shell is null)
                return;
            try
            {
                _shell.StandardInput.Close();
                _shell.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
            }
            _shell.Dispose();
        }
    }

    private void Tell(string line)
    {
        lock (_lock)
        {
            if (_shell is null)
                return;
            try
            {
                _shell.StandardInput.WriteLine(line);
                _shell.StandardInput.Flush();
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
            {
                // Somebody killed the guard: the AppHost still stops its children itself.
            }
        }
    }
}
