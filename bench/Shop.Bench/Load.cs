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
    /// <summary>Seconds. What is slow is to be seen as slow, and not as a failure.</summary>
    const int Patience = 30;

    /// <summary>So many carts are changed in turn.</summary>
    const int Carts = 50;

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

    /// <summary>Asks for the paths in any order, since visitors don't walk in step, or makes the cart changes in turn.</summary>
    /// <exception cref="InvalidOperationException">Something was not answered, or not with success.</exception>
    public static async Task<Round> RunAsync(Subject subject, int connections, int seconds, CancellationToken cancellationToken)
    {
        var server = subject.Server;
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(subject), cancellationToken);
            var before = server.ProcessorTime;
            var info = new ProcessStartInfo("wrk", ["-t1", $"-c{subject.Connections ?? connections}", $"-d{seconds}s", "--timeout", $"{Patience}s", "--latency", "-s", script, server.Address.ToString()]) { RedirectStandardOutput = true };
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

    static string Script(Subject subject) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        local paths = { {{string.Join(", ", subject.Paths.Select(path => $"'{path}'"))}} }
        local carts = {{(subject.ChangesCarts ? Carts : 0)}}
        local requests = {}
        local turn = 0
        function init()
            for i, path in ipairs(paths) do
                if carts == 0 then requests[i] = wrk.format('GET', path) end
                for cart = 1, carts do
                    local headers = { ['Content-Type'] = 'application/json', ['Shop-Cart'] = string.format('bench-cart-%016d', cart) }
                    requests[#requests + 1] = wrk.format('PUT', path, headers, string.format('{"quantity":%d}', (i + cart) % 3 + 1))
                end
            end
        end
        function request()
            turn = carts == 0 and math.random(#requests) or turn % #requests + 1
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
