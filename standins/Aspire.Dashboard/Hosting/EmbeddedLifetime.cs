namespace Aspire.Dashboard.Hosting;

/// <summary>The host owns the process: the default lifetime would take Ctrl+C and SIGTERM away from it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
