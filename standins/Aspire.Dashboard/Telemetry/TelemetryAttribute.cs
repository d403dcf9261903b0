namespace Aspire.Dashboard.Telemetry;

/// <summary>A name and a value of a record; whatever type the value had, it is kept as the text that is shown.</summary>
public readonly record struct TelemetryAttribute(string Name, string Value);

internal static class TelemetryAttributes
{
    public static string? Find(this TelemetryAttribute[] attributes, string name)
    {
        foreach (var attribute in attributes)
            if (attribute.Name == name)
                return attribute.Value;
        return null;
    }

    /// <summary>The first of several names: conventions change, and old libraries keep the old ones.</summary>
    public static string? FindAny(this TelemetryAttribute[] attributes, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (attributes.Find(name) is { } value)
                return value;
        return null;
    }

    /// <summary>About what they take in memory. Names are shared, and so free.</summary>
    public static long Bytes(TelemetryAttribute[] attributes)
    {
        var bytes = 24L + (attributes.Length * 16L);
        foreach (var attribute in attributes)
            bytes += TextBytes(attribute.Value);
        return bytes;
    }

    public static long TextBytes(string? text) => text is null ? 0 : 24 + (text.Length * 2L);
}
