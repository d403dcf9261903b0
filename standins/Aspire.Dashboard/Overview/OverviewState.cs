using System.Collections.Immutable;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Services;

namespace Aspire.Dashboard.Overview;

internal enum TroubleKind
{
    State,
    Health,
    Errors,
}

/// <summary>Something that needs someone's attention.</summary>
/// <param name="ResourceId">Null for what is no resource of the application.</param>
/// <param name="Word">The state, the health, or the share of what fails.</param>
internal sealed record Trouble(string Resource, string? ResourceId, TroubleKind Kind, string Word, string? Message, string Tone);

internal sealed record ServiceState(string Name, ResourceView? View, ServiceFigures Figures, Saturation Saturation);

/// <summary>Whether all is well, and what is not.</summary>
internal sealed record OverviewState(IReadOnlyList<Trouble> Troubles, bool IsStarting, IReadOnlyList<ServiceState> Services, IReadOnlyList<LogGroup> Errors)
{
    public static readonly OverviewState Empty = new([], false, [], []);

    /// <summary>From how many requests that fail on it is worth a line, and not an accident.</summary>
    const double TooManyErrors = 0.05;
    const int FewErrors = 3;
    const int MostErrors = 8;

    public string Tone => Troubles.Any(t => t.Tone == "error") ? "error" : Troubles.Count > 0 ? "warning" : IsStarting ? "info" : "success";

    public static OverviewState Of(ImmutableDictionary<string, ResourceView> resources, TelemetryStore store, TimeSpan window, DateTime now)
    {
        var visible = resources.Values.Where(r => !r.IsHidden).ToArray();
        // A row above replicas says the worst of them: once is enough.
        var rows = visible.Where(r => !ResourceTree.IsReplica(r, resources)).OrderBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase).ToArray();
        var services = rows.Where(r => r.Type.Equals("Project", StringComparison.OrdinalIgnoreCase)).Select(r => Service(r.Name, r))
            .Concat(store.Services.Services.Where(s => !rows.Any(r => r.Name.Equals(s, StringComparison.OrdinalIgnoreCase))).Select(s => Service(s, null)))
            .ToArray();
        var troubles = rows.Select(r => OfResource(r, visible, store)).OfType<Trouble>().Concat(services.Select(OfFigures).OfType<Trouble>())
            .OrderBy(t => t.Tone == "error" ? 0 : 1).ToArray();
        var errors = LogGroup.Of(store.Logs.Entries.Where(e => e.Level >= LogLevel.Error && e.Time >= now - window));
        return new(troubles, rows.Any(r => r.State is "Starting" or "Waiting"), services, [.. errors.Take(MostErrors)]);

        ServiceState Service(string name, ResourceView? view) => new(name, view, store.Services.Figures(name, window), Saturation.Of(store.Metrics, name, now));
    }

    static Trouble? OfResource(ResourceView row, ResourceView[] all, TelemetryStore store)
    {
        var message = row.Message ?? ResourceTree.Replicas(row, all).Select(r => r.Message ?? WhyUnhealthy(r)).FirstOrDefault(m => m is not null) ?? WhyUnhealthy(row);
        var isDown = row.State is "FailedToStart" or "RuntimeUnhealthy" || (row.State is "Exited" or "Finished" && row.ExitCode is not (null or 0));
        if (isDown)
            return new(row.Name, row.Id, TroubleKind.State, row.State!, message ?? LastWords(row, store), "error");
        return row.Health is "Unhealthy" or "Degraded" ? new(row.Name, row.Id, TroubleKind.Health, row.Health, message, ResourceTone.OfHealth(row.Health)) : null;
    }

    /// <summary>Who ends by a fault has mostly said why just before.</summary>
    static string? LastWords(ResourceView row, TelemetryStore store) =>
        store.Logs.Entries.LastOrDefault(e => e.Level >= LogLevel.Error && e.Resource.Is(row.Id)) is { } entry ? entry.Message : null;

    static string? WhyUnhealthy(ResourceView view) => view.HealthReports.FirstOrDefault(h => h.Status is "Unhealthy" or "Degraded") is { } report ? report.Description ?? report.Exception?.Split('\n')[0] : null;

    static Trouble? OfFigures(ServiceState service) => service.Figures.Errors >= FewErrors && service.Figures.ErrorShare >= TooManyErrors
        ? new(service.Name, service.View?.Id, TroubleKind.Errors, Telemetry.Figures.Share(service.Figures.ErrorShare), null, "error")
        : null;
}
