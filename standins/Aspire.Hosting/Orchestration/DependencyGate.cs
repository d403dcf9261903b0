using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Holds a resource back until what it waits for is there.</summary>
sealed class DependencyGate(ResourceNotificationService notifications, ResourceLoggerService logs)
{
    /// <summary>True where nothing has to be waited for (any more).</summary>
    public bool IsOpen(IResource resource) => resource.Annotations.OfType<WaitAnnotation>().All(IsMet);

    /// <exception cref="DistributedApplicationException">One of them can't come, in a run where nobody can start it again; or ended otherwise than it should.</exception>
    public async Task WaitAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var log = logs.GetLogger(id);
        await Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().ToArray().Select(wait => WaitAsync(wait, log, cancellationToken)));
    }

    private async Task WaitAsync(WaitAnnotation wait, ILogger log, CancellationToken cancellationToken)
    {
        var behavior = wait.WaitBehavior ?? notifications.DefaultWaitBehavior;
        var told = false;
        await notifications.WaitUntilAsync(() =>
        {
            if (IsMet(wait))
                return true;
            if (WhyNot(wait) is not { } reason)
            {
                told = false;
                return false;
            }
            if (behavior == WaitBehavior.StopOnResourceUnavailable)
                throw new DistributedApplicationException($"It waits for '{wait.Resource.Name}', which can't come: {reason}");
            if (!told)
                log.LogWarning("Waiting for '{Resource}': {Reason}", wait.Resource.Name, reason.Split('\n')[0]);
            told = true;
            return false;
        }, cancellationToken);
    }

    private bool IsMet(WaitAnnotation wait)
    {
        var all = notifications.GetAll(wait.Resource.Name);
        return all.Length > 0 && wait.WaitType switch
        {
            WaitType.WaitForCompletion => all.All(e => KnownResourceStates.IsTerminal(e.Snapshot.State?.Text) && e.Snapshot.ExitCode == wait.ExitCode),
            WaitType.WaitUntilStarted => all.All(e => e.Snapshot.State?.Text == KnownResourceStates.Running),
            _ => notifications.IsReady(wait.Resource.Name) && all.All(ResourceNotificationService.IsHealthy),
        };
    }

    /// <summary>Why it can't come by itself; null where it still can.</summary>
    private string? WhyNot(WaitAnnotation wait)
    {
        var dead = notifications.GetAll(wait.Resource.Name).FirstOrDefault(e => KnownResourceStates.IsUnavailable(e.Snapshot.State?.Text)
            && !(wait.WaitType == WaitType.WaitForCompletion && e.Snapshot.ExitCode == wait.ExitCode));
        return dead is null ? null : notifications.Describe(dead);
    }
}
