using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>The first reason why the application as a whole can't run: it ends the AppHost, which tells it last.</summary>
sealed class ApplicationFailure(IHostApplicationLifetime lifetime, DistributedApplicationRunOptions options)
{
    private string? _reason;

    public string? Reason => _reason;

    public void Report(string reason)
    {
        // A test looks at the resource itself, and waits for it fail.
        if (options.StopsOnFailure && Interlocked.CompareExchange(ref _reason, reason, null) is null)
            lifetime.StopApplication();
    }
}
