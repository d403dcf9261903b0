// Garnet in a process of its own, started by Aspire.Hosting.Redis where no redis-server is installed.
// Arguments: the port, the addresses (joined by commas), and the directory of the kept data where there is any.
using System.Globalization;
using System.Runtime.InteropServices;
using Garnet;
using Garnet.server.Auth.Settings;

if (args.Length is < 2 or > 3 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync("Usage: Aspire.Hosting.Redis.Garnet <port> <address,...> [directory]");
    return 2;
}
var directory = args.Length == 3 ? args[2] : null;
var password = Environment.GetEnvironmentVariable("GARNET_PASSWORD");
IAuthenticationSettings authentication = string.IsNullOrEmpty(password) ? new NoAuthSettings() : new PasswordAuthenticationSettings(password);
// Lua: output caching and rate limits are scripts. Memory: a development machine's, not a server's.
List<string> settings =
[
    "--port", args[0], "--bind", args[1], "--lua", "true",
    "--index", "16m", "--memory", "256m", "-q", "--logger-level", "Warning",
];
if (directory is not null)
    // RandomAccess: the other devices need libaio, which is not everywhere. A checkpoint lets the log before it go, which would else grow for ever.
    settings.AddRange(["--aof", "true", "--aof-commit-freq", "1000", "--aof-size-limit", "64m", "--checkpointdir", directory, "--device-type", "RandomAccess", "--recover", "true", "--fail-on-recovery-error", "true"]);

using var stop = new SemaphoreSlim(0);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    using var server = new GarnetServer([.. settings], authenticationSettingsOverride: authentication);
    server.Start();
    Console.WriteLine($"Garnet {typeof(GarnetServer).Assembly.GetName().Version?.ToString(3)} listens on {args[1]}, port {args[0]}{(directory is null ? "" : ", keeps its data in " + directory)}.");
    await stop.WaitAsync();
    if (directory is not null)
        await server.Store.CommitAOFAsync(CancellationToken.None);
    Console.WriteLine("Stopped.");
    return 0;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync($"Garnet could not start: {e.GetBaseException().Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Release();
}
