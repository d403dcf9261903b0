using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says on the AppHost's console when everything is up, and where to look at it: the last lines of a start.</summary>
sealed class StartUpReport(DistributedApplicationModel model, ResourceNotificationService notifications, AppHostConsole console, DashboardHost? dashboard = null) : BackgroundService
{
    private static readonly DateTime s_processStart = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string[] names = [.. model.Resources.Where(r => r is not IResourceWithoutLifetime && !r.Annotations.OfType<ExplicitStartupAnnotation>().Any()).Select(r => r.Name)];
        try
        {
            await notifications.WaitUntilAsync(() => names.All(IsUp), stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        var seconds = (DateTime.UtcNow - s_processStart).TotalSeconds;
        console.Say(string.Create(CultureInfo.InvariantCulture, $"all resources healthy after {seconds:0.0} s"));
        // Said already when it came up, for whoever looks why something does not; by now that line is far above.
        dashboard?.SayAddress();
        foreach (var (resource, url) in External())
            console.Say($"{resource}: {url}");
    }

    /// <summary>Healthy, or a task that has done its work.</summary>
    private bool IsUp(string name) => notifications.GetAll(name) is { Length: > 0 } all
        && (notifications.IsReady(name) || all.All(e => e.Snapshot.State?.Text == KnownResourceStates.Finished && e.Snapshot.ExitCode == 0)
            || all.All(e => e.Snapshot.State?.Text == KnownResourceStates.Running && e.Snapshot.Commands.IsEmpty && ResourceNotificationService.IsHealthy(e)));

    private IEnumerable<(string Resource, string Url)> External() => model.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()
        .Where(e => e.IsExternal && e.AllocatedEndpoint is not null).Select(e => (resource.Name, e.AllocatedEndpoint!.UriString)));
}
