namespace Aspire.Dashboard.Telemetry;

internal static class ServiceColour
{
    const int Colours = 8;

    /// <summary>By the place among all that have sent something, so that as many as there are colours differ.</summary>
    public static int Of(string service, TelemetryStore store)
    {
        var place = 0;
        foreach (var name in store.Resources.All.Select(r => r.Name).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (name.Equals(service, StringComparison.OrdinalIgnoreCase))
                return place % Colours;
            place++;
        }

        return place % Colours;
    }
}
