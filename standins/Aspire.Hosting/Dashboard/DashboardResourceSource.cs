using System.Runtime.CompilerServices;
using Aspire.Dashboard.Model;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>Shows the application to the dashboard, replicas under a row of their resource.</summary>
sealed class DashboardResourceSource(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService logs, ResourceCommandService commands) : IResourceSource
{
    public IReadOnlyList<ResourceView> GetResources()
    {
        var all = notifications.GetAll();
        return [.. all.Select(View), .. model.Resources.Where(IsReplicated).Select(r => ReplicatedResourceView.Of(r.Name, [.. all.Where(e => e.Resource == r).Select(View)]))];
    }

    public async IAsyncEnumerable<ResourceView> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var change in notifications.WatchAsync(ct))
        {
            yield return View(change);
            if (IsReplicated(change.Resource))
                yield return ReplicatedResourceView.Of(change.Resource.Name, [.. notifications.GetAll(change.Resource.Name).Select(View)]);
        }
    }

    /// <summary>A replicated resource's row has only what the AppHost says of it; the dashboard adds its replicas' lines itself.</summary>
    public IReadOnlyList<ConsoleLine> GetConsoleLines(string resourceId, int last) => [.. logs.GetLast(resourceId, last).Select(Line)];

    public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resourceId, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in logs.WatchLinesAsync(resourceId, ct))
            yield return Line(line);
    }

    public async Task<CommandOutcome> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken ct)
    {
        var result = await commands.ExecuteCommandAsync(resourceId, commandName, ct);
        return new(result.Success, result.Canceled ? "Cancelled." : result.Message);
    }

    private static bool IsReplicated(IResource resource) => Orchestration.ResourceInstance.CountOf(resource) > 1;

    private static ConsoleLine Line(LogEntry line) => new(line.Number, line.Timestamp, line.Text, line.IsError);

    private static ResourceView View(ResourceEvent e)
    {
        var s = e.Snapshot;
        var state = s.State?.Text;
        return new()
        {
            Id = e.ResourceId,
            Name = e.Resource.Name,
            DisplayName = e.ResourceId,
            Type = s.ResourceType,
            ParentId = IsReplicated(e.Resource) ? e.Resource.Name : s.Relationships.FirstOrDefault(r => r.Type == "Parent")?.ResourceName,
            State = state,
            StateStyle = s.State?.Style,
            Health = s.HealthStatus?.ToString(),
            ExitCode = s.ExitCode,
            CreatedAt = At(s.CreationTimeStamp),
            StartedAt = At(s.StartTimeStamp),
            StoppedAt = At(s.StopTimeStamp),
            Source = s.Properties.FirstOrDefault(p => p.Name == "resource.source")?.Value?.ToString() ?? s.Properties.FirstOrDefault(p => p.Name == "project.path")?.Value?.ToString(),
            IsHidden = s.IsHidden,
            Urls = [.. s.Urls.Select(u => new UrlView(u.Name ?? "", u.Url, u.DisplayText, u.IsInternal))],
            Commands = [.. s.Commands.Where(c => c.State != ResourceCommandState.Hidden)
                .Select(c => new CommandView(c.Name, c.DisplayName, c.DisplayDescription, c.IconName, c.State == ResourceCommandState.Enabled, c.IsHighlighted, c.ConfirmationMessage))],
            Environment = [.. s.EnvironmentVariables.Select(v => new EnvironmentView(v.Name, v.Value ?? "", v.IsSecret))],
            HealthReports = [.. s.HealthReports.Select(h => new HealthReportView(h.Name, h.Status?.ToString(), h.Description, h.ExceptionText, At(h.LastRunAt)))],
            Relationships = [.. s.Relationships.Select(r => new RelationshipView(r.ResourceName, r.Type))],
            Properties = [.. s.Properties.Select(p => new PropertyView(p.Name, Convert.ToString(p.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "", p.IsSensitive))],
            Message = s.Message,
        };
    }

    private static DateTimeOffset? At(DateTime? utc) => utc is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
