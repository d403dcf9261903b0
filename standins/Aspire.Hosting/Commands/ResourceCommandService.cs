using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Executes the commands of resources: <c>start</c>, <c>stop</c>, <c>restart</c> and what the AppHost added.</summary>
public class ResourceCommandService
{
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services) => _services = services;

    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    /// <param name="resourceId">A resource's name, for all its replicas; or a replica's.</param>
    /// <returns>A failure, rather than an exception, where the command or the resource does not exist or the command fails.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var orchestrator = _services.GetRequiredService<ApplicationOrchestrator>();
        if (orchestrator.Find(resourceId) is not { } resource)
            return CommandResults.Failure($"There is no resource '{resourceId}'.");
        try
        {
            if (resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(c => c.Name == commandName) is { } command)
                return await command.ExecuteCommand(new()
                {
                    ServiceProvider = _services,
                    ResourceName = resourceId,
                    CancellationToken = cancellationToken,
                    Logger = _services.GetRequiredService<ResourceLoggerService>().GetLogger(resourceId),
                });
            var runners = orchestrator.Runners(resourceId);
            Func<ProcessRunner, Task>? execute = commandName switch
            {
                KnownResourceCommands.StartCommand => r => r.StartAsync(cancellationToken),
                KnownResourceCommands.StopCommand => r => r.StopAsync(cancellationToken),
                KnownResourceCommands.RestartCommand => r => r.RestartAsync(cancellationToken),
                _ => null,
            };
            if (execute is null || runners.Count == 0)
                return CommandResults.Failure($"'{resourceId}' has no command '{commandName}'.");
            await Task.WhenAll(runners.Select(execute));
            return Outcome(resourceId, commandName, runners);
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception e)
        {
            return CommandResults.Failure(e.Message);
        }
    }

    private ExecuteCommandResult Outcome(string resourceId, string commandName, IReadOnlyList<ProcessRunner> runners)
    {
        var notifications = _services.GetRequiredService<ResourceNotificationService>();
        foreach (var runner in commandName == KnownResourceCommands.StopCommand ? [] : runners)
            if (notifications.TryGetCurrentState(runner.Instance.Id, out var now) && KnownResourceStates.IsUnavailable(now!.Snapshot.State?.Text) && now.Snapshot.State?.Text != KnownResourceStates.Finished)
                return CommandResults.Failure($"'{resourceId}' did not start: {now.Snapshot.Message ?? now.Snapshot.State?.Text}");
        return CommandResults.Success();
    }
}
