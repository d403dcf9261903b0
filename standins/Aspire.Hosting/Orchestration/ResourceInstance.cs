using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>One process of a resource: the resource itself, or one of its replicas.</summary>
sealed class ResourceInstance
{
    private ResourceInstance(IResource resource, int index, int count)
    {
        Resource = resource;
        Index = index;
        Suffix = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8);
        Id = count == 1 ? resource.Name : $"{resource.Name}-{Suffix}";
    }

    public IResource Resource { get; }
    public string Id { get; }

    /// <summary>From 0; it says which of an endpoint's addresses is this replica's.</summary>
    public int Index { get; }

    /// <summary>What telemetry tells this process by.</summary>
    public string Suffix { get; }

    public static IReadOnlyList<ResourceInstance> Create(IResource resource)
    {
        var count = CountOf(resource);
        return [.. Enumerable.Range(0, count).Select(i => new ResourceInstance(resource, i, count))];
    }

    public static int CountOf(IResource resource) =>
        resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    public static bool HasProcess(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;
}
