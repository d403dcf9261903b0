using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting;

/// <summary>
/// Outlives an AppHost that is killed, for as long as it takes to end what that one started: a shell that is told each child by a pipe,
/// whose end the operating system closes with the AppHost. What it was not told yet, since the AppHost was killed between the start of a child and
/// the word of it, it finds by a mark in the environment (where there is /proc). Nothing of it is left after an orderly stop either.
/// </summary>
sealed class ProcessGuard : IDisposable
{
    // A server's own stop signal goes to the process alone (PostgreSQL stops its children in their order), any other to the group.
    private const string Script = """
        trap '' INT TERM HUP
        children='' orderly=''
        while read -r verb pid signal; do
          case "$verb" in
            end) orderly=1 ;;
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
        if [ -z "$orderly" ]; then
          for p in /proc/[0-9]*; do
            [ "${p#/proc/}" = $$ ] || ! tr '\0' '\n' 2>/dev/null <"$p/environ" | grep -qx "$2" || kill -KILL "${p#/proc/}" 2>/dev/null
          done
        fi
        [ -z "$1" ] || rm -rf -- "$1"
        """;

    /// <summary>The name of the mark.</summary>
    public const string Mark = "ASPIRE_GUARD";

    private readonly Lock _lock = new();
    private readonly Process? _shell;

    /// <param name="temporaryDirectory">Deleted after an AppHost that could not do so itself.</param>
    public ProcessGuard(string temporaryDirectory)
    {
        // On Windows a child of a killed AppHost stays; there the AppHost is not killed by its terminal.
        if (!PosixSignals.Supported)
            return;
        string[] shell = ["/bin/sh", "-c", Script, "aspire-guard", temporaryDirectory, $"{Mark}={Session}"];
        var info = OperatingSystem.IsLinux() ? new ProcessStartInfo("setsid", shell) : new ProcessStartInfo(shell[0], shell[1..]);
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        info.WorkingDirectory = "/";
        _shell = Process.Start(info);
    }

    /// <summary>What the mark says in the environment of each child.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N");

    public void Add(int processId, string signal) => Tell(string.Create(CultureInfo.InvariantCulture, $"add {processId} {signal}"));

    public void Remove(int processId) => Tell(string.Create(CultureInfo.InvariantCulture, $"del {processId}"));

    public void Dispose()
    {
        Tell("end");
        Close();
    }

    /// <summary>As the operating system does with an AppHost that is killed.</summary>
    internal void Close()
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
