using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A resource that lives in another (a database in its server): in the parent's state, with a health of its own.</summary>
sealed class ChildResourceMirror(IResourceWithParent resource, RunnerContext context)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var parent = resource.Parent.Name;
        try
        {
            while (true)
            {
                // Until the server is ready nothing can be asked of what is in it.
                await context.Notifications.WaitUntilAsync(() => Publish() == KnownResourceStates.Running && context.Notifications.IsReady(parent), cancellationToken);
                using var run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var health = HealthMonitor.IsChecked(resource) ? context.Health.RunAsync(resource, resource.Name, 0, run.Token) : Task.CompletedTask;
                await context.Notifications.WaitUntilAsync(() => ParentState() != KnownResourceStates.Running || !context.Notifications.IsReady(parent), cancellationToken);
                await run.CancelAsync();
                await health;
            }
        }
        catch (OperationCanceledException)
        {
            Publish();
        }
    }

    private string? ParentState() => context.Notifications.GetAll(resource.Parent.Name).FirstOrDefault()?.Snapshot.State?.Text;

    private string? Publish()
    {
        var parent = context.Notifications.GetAll(resource.Parent.Name).FirstOrDefault()?.Snapshot;
        if (parent is not null && context.Notifications.TryGetCurrentState(resource.Name, out var own)
            && (own!.Snapshot.State?.Text != parent.State?.Text || own.Snapshot.StartTimeStamp != parent.StartTimeStamp))
            context.Notifications.Publish(resource, resource.Name, s => s with
            {
                State = parent.State,
                StartTimeStamp = parent.StartTimeStamp,
                StopTimeStamp = parent.StopTimeStamp,
                ExitCode = parent.ExitCode,
                HealthReports = parent.State?.Text == KnownResourceStates.Running ? [.. HealthMonitor.Pending(resource)] : [],
            });
        return parent?.State?.Text;
    }
}
