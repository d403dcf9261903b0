using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Bench.Drill;

/// <summary>A process of Catalog.</summary>
sealed class Replica(ResourceEvent started)
{
    CustomResourceSnapshot now = started.Snapshot;

    /// <summary>What the AppHost calls it.</summary>
    public string Id { get; } = started.ResourceId;

    public Uri Address { get; } = new(started.Snapshot.Urls.First(static url => url.Name == "http").Url);

    /// <summary>After a restart it is another process.</summary>
    public void Changed(CustomResourceSnapshot snapshot) => Volatile.Write(ref now, snapshot);

    public bool HasEnded => KnownResourceStates.TerminalStates.Contains(Volatile.Read(ref now).State?.Text);

    int ProcessId => int.Parse(
        Convert.ToString(Volatile.Read(ref now).Properties.First(static property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture);

    public Task KillAsync()
    {
        using var process = Process.GetProcessById(ProcessId);
        process.Kill();
        return Task.CompletedTask;
    }

    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-" + signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"kill -{signal} ended with exit code {kill.ExitCode}.");
    }

    /// <summary>How much it steps back for others, from 0 to 19. Only root takes it back.</summary>
    public async Task ReniceAsync(int niceness, CancellationToken cancellationToken)
    {
        // Each thread has its own, and gives it to those that it starts.
        var threads = Directory.EnumerateDirectories($"/proc/{ProcessId.ToString(CultureInfo.InvariantCulture)}/task").Select(static task => Path.GetFileName(task));
        using var renice = Process.Start(new ProcessStartInfo("renice", ["-n", niceness.ToString(CultureInfo.InvariantCulture), "-p", .. threads]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await renice.WaitForExitAsync(cancellationToken);
    }

    /// <summary>By its health check, asked directly.</summary>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Not yet.
            }
        }
    }
}
