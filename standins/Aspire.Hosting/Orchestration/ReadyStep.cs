using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>After each start, once all replicas are healthy: tells the subscribers (who create the databases), then lets those who wait go on.</summary>
sealed class ReadyStep(IResource resource, RunnerContext context)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await context.Notifications.WaitUntilAsync(AllHealthy, cancellationToken);
                var starts = Starts();
                await context.Eventing.PublishAsync(new ResourceReadyEvent(resource, context.Services), cancellationToken);
                context.Notifications.SetReady(resource.Name, true);
                await context.Notifications.WaitUntilAsync(() => Starts() != starts, cancellationToken);
                context.Notifications.SetReady(resource.Name, false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            var message = e is DistributedApplicationException ? e.Message : $"The ready step of '{resource.Name}' failed: {e.Message}";
            context.Logs.GetLogger(resource).LogError("{Message}", message);
            context.Failure.Report(message);
        }
    }

    private bool AllHealthy() => context.Notifications.GetAll(resource.Name) is { Length: > 0 } all && all.All(ResourceNotificationService.IsHealthy);

    /// <summary>Changes with every start and end of a replica.</summary>
    private string Starts() => string.Join(' ', context.Notifications.GetAll(resource.Name)
        .Select(e => $"{e.ResourceId} {e.Snapshot.StartTimeStamp?.Ticks} {e.Snapshot.State?.Text == KnownResourceStates.Running}").Order(StringComparer.Ordinal));
}
