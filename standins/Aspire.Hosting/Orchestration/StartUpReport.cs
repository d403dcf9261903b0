using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says on the AppHost's console when everything is up, and where to look at it.</summary>
sealed class StartUpReport(DistributedApplicationModel model, ResourceNotificationService notifications, AppHostConsole console) : BackgroundService
{
    private static readonly DateTime s_processStart = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(SayHealthyAsync(stoppingToken), Task.WhenAll(External().Select(e => SayAddressAsync(e.Resource, e.Url, stoppingToken))));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SayHealthyAsync(CancellationToken cancellationToken)
    {
        string[] names = [.. model.Resources.Where(r => r is not IResourceWithoutLifetime && !r.Annotations.OfType<ExplicitStartupAnnotation>().Any()).Select(r => r.Name)];
        await notifications.WaitUntilAsync(() => names.All(IsUp), cancellationToken);
        var seconds = (DateTime.UtcNow - s_processStart).TotalSeconds;
        console.Say(string.Create(CultureInfo.InvariantCulture, $"all resources healthy after {seconds:0.0} s"));
    }

    private async Task SayAddressAsync(string resource, string url, CancellationToken cancellationToken)
    {
        await notifications.WaitUntilAsync(() => notifications.IsReady(resource), cancellationToken);
        console.Say($"{resource}: {url}");
    }

    /// <summary>Healthy, or a task that has done its work.</summary>
    private bool IsUp(string name) => notifications.GetAll(name) is { Length: > 0 } all
        && (notifications.IsReady(name) || all.All(e => e.Snapshot.State?.Text == KnownResourceStates.Finished && e.Snapshot.ExitCode == 0)
            || all.All(e => e.Snapshot.State?.Text == KnownResourceStates.Running && e.Snapshot.Commands.IsEmpty && ResourceNotificationService.IsHealthy(e)));

    private IEnumerable<(string Resource, string Url)> External() => model.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()
        .Where(e => e.IsExternal && e.AllocatedEndpoint is not null).Select(e => (resource.Name, e.AllocatedEndpoint!.UriString)));
}
