using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Telemetry.Messages;

/// <summary>
/// Messages that a service counts itself, which is how the length of a queue is known: its instruments whose unit is <c>{message}</c>.
/// </summary>
/// <param name="PerMinute">Of what only grows, the average of the window; else null.</param>
/// <param name="Now">Of what grows and shrinks, the newest value, the highest of the service's processes: mostly they look at the same queue.</param>
internal sealed record MessageCount(string Service, string Meter, string Name, string Description, double? PerMinute, double? Now)
{
    public static IReadOnlyList<MessageCount> All(MetricStore store, string? resource, TimeSpan window, DateTime now)
    {
        var instruments = store.Read(all => all
            .Where(i => i.Unit is "{message}" or "{messages}" && i.Kind != InstrumentKind.Histogram && (resource is null || i.Resource.Is(resource)))
            .Select(i => (Service: i.Resource.Name, i.Meter, i.Name)).Distinct().ToArray());
        return
        [
            .. instruments.Select(i => Read(store, i.Service, i.Meter, i.Name, window, now)).OfType<MessageCount>()
                .OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Service, StringComparer.Ordinal),
        ];
    }

    static MessageCount? Read(MetricStore store, string service, string meter, string name, TimeSpan window, DateTime now)
    {
        if (MetricGraph.Of(store, new(service, meter, name, window, [], null), now) is not { } graph)
            return null;
        if (graph.Kind == InstrumentKind.Counter)
            return new(service, meter, name, graph.Description, graph.Lines.SelectMany(l => l.Values).Average() * 60, null);
        return new(service, meter, name, graph.Description, null, graph.Lines.Select(l => l.Values.LastOrDefault(v => v is not null)).Max());
    }
}
