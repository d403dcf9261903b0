namespace Aspire.Dashboard.Telemetry;

/// <summary>A process that sends telemetry.</summary>
/// <param name="Name"><c>service.name</c>, the resource's name in the application.</param>
/// <param name="Instance"><c>service.instance.id</c>, which tells replicas apart.</param>
/// <param name="Attributes">Whatever else it says of itself.</param>
public sealed record TelemetryResource(string Name, string Instance, TelemetryAttribute[] Attributes)
{
    /// <summary>The replica's id in the application; for a resource without replicas it is not used.</summary>
    public string Id { get; } = Instance.Length == 0 ? Name : $"{Name}-{Instance}";

    /// <summary>A resource is asked for by its name, one replica by its id.</summary>
    public bool Is(string nameOrId) =>
        Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || Id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase);
}
