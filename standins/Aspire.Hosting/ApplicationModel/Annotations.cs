using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public enum WaitType { WaitUntilHealthy, WaitForCompletion, WaitUntilStarted }
public enum WaitBehavior { WaitOnResourceUnavailable, StopOnResourceUnavailable }
public enum ContainerLifetime { Session, Persistent }
public enum ContainerMountType { BindMount, Volume }

public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;
    public WaitType WaitType { get; } = waitType;
    public WaitBehavior? WaitBehavior { get; set; }
    public int ExitCode { get; } = exitCode;
}

public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    public int Replicas { get; } = replicas;
}

public sealed class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}

/// <summary>A GET that every replica must answer with the given status. Replaces one check of whichever replica a proxy picks.</summary>
sealed record HttpHealthCheckAnnotation(string Key, string EndpointName, string Path, int StatusCode) : IResourceAnnotation;

public sealed class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}

public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext, IResource resource,
    Dictionary<string, object>? environmentVariables = null, CancellationToken cancellationToken = default)
{
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;
    public IResource Resource { get; } = resource;
    public CancellationToken CancellationToken { get; } = cancellationToken;
    public ILogger Logger { get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
}

public sealed class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}

public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource? resource = null, CancellationToken cancellationToken = default)
{
    public IList<object> Args { get; } = args;
    public IResource? Resource { get; } = resource;
    public CancellationToken CancellationToken { get; } = cancellationToken;
    public DistributedApplicationExecutionContext ExecutionContext { get; set; } = new(DistributedApplicationOperation.Run);
    public ILogger Logger { get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
}

public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    /// <summary><c>Reference</c>, <c>WaitFor</c> or <c>Parent</c>.</summary>
    public string Type { get; } = type;
}

public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }
    public string? DisplayText { get; set; }
    public int? DisplayOrder { get; set; }
    public EndpointReference? Endpoint { get; init; }
}

public sealed class ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; } = callback;
}

public sealed class ResourceUrlsCallbackContext(
    DistributedApplicationExecutionContext executionContext, IResource resource, List<ResourceUrlAnnotation>? urls = null,
    CancellationToken cancellationToken = default)
{
    public List<ResourceUrlAnnotation> Urls { get; } = urls ?? [];
    public IResource Resource { get; } = resource;
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>How a resource is written into the manifest; a null callback leaves it out.</summary>
public sealed class ManifestPublishingCallbackAnnotation(Func<Publishing.ManifestPublishingContext, Task>? callback) : IResourceAnnotation
{
    public static ManifestPublishingCallbackAnnotation Ignore { get; } = new(null);
    public Func<Publishing.ManifestPublishingContext, Task>? Callback { get; } = callback;
}

public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    public string? Registry { get; set; }
    public required string Image { get; set; }
    public string? Tag { get; set; }

    public override string ToString() => $"{(Registry is null ? "" : Registry + "/")}{Image}:{Tag ?? "latest"}";
}

public sealed class ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) : IResourceAnnotation
{
    public string? Source { get; } = source;
    public string Target { get; } = target;
    public ContainerMountType Type { get; } = type;
    public bool IsReadOnly { get; } = isReadOnly;
}

public sealed class ContainerLifetimeAnnotation : IResourceAnnotation
{
    public ContainerLifetime Lifetime { get; set; }
}

public sealed class LaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
{
    public string LaunchProfileName { get; } = launchProfileName;
}

public sealed class ExcludeLaunchProfileAnnotation : IResourceAnnotation;

public sealed class ResourceIconAnnotation(string iconName) : IResourceAnnotation
{
    public string IconName { get; } = iconName;
}
