using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Ends the AppHost when the <c>dotnet run</c> that started it is killed, which would otherwise leave it running unseen.</summary>
sealed class ParentWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parent = PosixSignals.ParentId;
        // A shell that started it in the background may well go away.
        if (parent <= 1 || PosixSignals.NameOf(parent) is not "dotnet")
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (PosixSignals.ParentId == parent)
                    continue;
                lifetime.StopApplication();
                return;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
