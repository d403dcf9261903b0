using Aspire.Dashboard.Otlp.Wire;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Everyone who has sent something. What comes after the most that are kept is put together as one.</summary>
internal sealed class ResourceRegistry(TelemetryLimits limits, IncomingText text)
{
    const string Unnamed = "unknown_service";

    readonly Lock _lock = new();
    readonly Dictionary<(string, string), TelemetryResource> _resources = [];
    readonly TelemetryResource _others = new("(others)", "", []);

    public IReadOnlyList<TelemetryResource> All
    {
        get
        {
            lock (_lock)
                return [.. _resources.Values.OrderBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Instance, StringComparer.Ordinal)];
        }
    }

    public TelemetryResource Get(Resource? incoming)
    {
        var name = Unnamed;
        var instance = "";
        foreach (var attribute in incoming?.Attributes ?? [])
        {
            if (attribute.Key == "service.name" && attribute.Value?.StringValue is { Length: > 0 } n)
                name = text.Name(n);
            else if (attribute.Key == "service.instance.id" && attribute.Value?.StringValue is { Length: > 0 } i)
                instance = text.Name(i);
        }

        lock (_lock)
        {
            if (_resources.TryGetValue((name, instance), out var known))
                return known;
            if (_resources.Count >= limits.Resources)
                return _others;
            var resource = new TelemetryResource(name, instance, incoming is null ? [] : text.Attributes(incoming.Attributes));
            _resources.Add((name, instance), resource);
            return resource;
        }
    }

    public void Clear()
    {
        lock (_lock)
            _resources.Clear();
    }
}
