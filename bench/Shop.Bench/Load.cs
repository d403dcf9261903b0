using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Bench;

/// <summary>What a round has shown. <see cref="Microseconds"/> is the server's processor time for each request, which a busy machine does not change much.</summary>
sealed record Round(double PerSecond, double P50, double P99, double Microseconds);

/// <summary>Load by wrk, which takes little of the machine for itself.</summary>
static partial class Load
{
    public static bool IsInstalled
    {
        get
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo("wrk", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.WaitForExit();
                return true;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Asks for the paths in turn.</summary>
    /// <exception cref="InvalidOperationException">Something was not answered, or not with success.</exception>
    public static async Task<Round> RunAsync(Server server, IReadOnlyList<string> paths, int connections, int seconds, CancellationToken cancellationToken)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(paths), cancellationToken);
            var before = server.ProcessorTime;
            var info = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, server.Address.ToString()]) { RedirectStandardOutput = true };
            using var process = Process.Start(info)!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Read(output, server.ProcessorTime - before);
        }
        finally
        {
            File.Delete(script);
        }
    }

    static string Script(IReadOnlyList<string> paths) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        local paths = { {{string.Join(", ", paths.Select(path => $"'{path}'"))}} }
        local requests = {}
        local turn = 0
        function init()
            for i, path in ipairs(paths) do requests[i] = wrk.format('GET', path) end
        end
        function request()
            turn = turn % #requests + 1
            return requests[turn]
        end
        """);

    static Round Read(string output, TimeSpan processorTime)
    {
        if (Failures().Match(output) is { Success: true } failure)
            throw new InvalidOperationException($"wrk: {failure.Value.Trim()}");
        var requests = double.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(
            double.Parse(PerSecond().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(P50().Match(output)), Milliseconds(P99().Match(output)),
            processorTime.TotalMicroseconds / requests);
    }

    static double Milliseconds(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        _ => 1000,
    };

    [GeneratedRegex(@"(Non-2xx or 3xx responses|Socket errors): .*")]
    private static partial Regex Failures();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P50();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();
}
