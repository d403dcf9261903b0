using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shop.Bench.Drill;

/// <summary>What reads came to. Milliseconds; failures with what was said, and how often.</summary>
sealed record ReadResult(int Count, int Failed, double QuietP99, double FaultP99, IReadOnlyList<string> Failures);

/// <summary>
/// Reads at a steady rate, whatever became of those before: readers who wait for one another would spare a replica that hangs.
/// </summary>
sealed class ReadLoad(Way way, string[] paths, int perSecond)
{
    const int LongestReason = 300;

    /// <summary>From then on a fault is to be borne.</summary>
    static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);

    readonly ConcurrentQueue<(TimeSpan At, double Milliseconds, string? Failure)> reads = [];
    readonly Stopwatch clock = new();

    /// <summary>Until it is cancelled; what has been asked by then is still waited for.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        clock.Start();
        var pending = new List<Task>();
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            if (TimeSpan.FromSeconds((double)number / perSecond) - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!end.IsCancellationRequested)
                pending.Add(ReadAsync(paths[Random.Shared.Next(paths.Length)]));
        }
        await Task.WhenAll(pending);
    }

    /// <summary>Of all reads, in milliseconds.</summary>
    public double P99() => P99(reads);

    /// <param name="struck">When the fault began.</param>
    /// <param name="over">When it was mended.</param>
    public ReadResult Result(TimeSpan struck, TimeSpan over)
    {
        var failures = reads.Where(static read => read.Failure is not null).GroupBy(static read => read.Failure!).OrderByDescending(static group => group.Count())
            .Select(static group => $"{group.Count()} reads: {group.Key}").ToList();
        return new(
            reads.Count, reads.Count(static read => read.Failure is not null),
            P99(reads.Where(read => read.At < struck)), P99(reads.Where(read => read.At >= struck + Notice && read.At < over)), failures);
    }

    async Task ReadAsync(string path)
    {
        var began = clock.Elapsed;
        string? failure = null;
        try
        {
            using var answer = await way.Http.GetAsync(path, CancellationToken.None);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
                failure = $"{(int)answer.StatusCode} {text[..Math.Min(text.Length, LongestReason)]}";
        }
        catch (Exception exception)
        {
            failure = $"{exception.GetType().Name}: {exception.Message}";
        }
        reads.Enqueue((began, (clock.Elapsed - began).TotalMilliseconds, failure));
    }

    static double P99(IEnumerable<(TimeSpan At, double Milliseconds, string? Failure)> chosen)
    {
        var sorted = chosen.Select(static read => read.Milliseconds).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)(sorted.Length * 0.99)];
    }
}
