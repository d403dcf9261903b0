namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly, where it is not the program that was started.</summary>
    public string? AssemblyName { get; set; }
    public string? ProjectDirectory { get; set; }
    public bool DisableDashboard { get; set; }
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Writes the resources' console lines to the AppHost's console in a test too.</summary>
    public bool EnableResourceLogging { get; set; }
}
