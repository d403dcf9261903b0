using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint of every replica its port, before anything starts, so that each can be told of all.</summary>
static class EndpointAllocation
{
    /// <param name="randomize">Fixed ports are not taken either (tests, which may run beside the application).</param>
    /// <exception cref="DistributedApplicationException">A fixed port is in use, or asked for twice.</exception>
    public static void Allocate(IEnumerable<IResource> resources, PortAllocator ports, bool randomize)
    {
        var taken = new Dictionary<int, string>();
        foreach (var resource in resources)
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var wanted = randomize ? null : endpoint.Port ?? (resource is ContainerResource ? null : endpoint.TargetPort);
                var replicas = new List<AllocatedEndpoint>();
                for (var i = 0; i < ResourceInstance.CountOf(resource); i++)
                    replicas.Add(new(endpoint, "localhost", i == 0 && wanted is { } port ? Take(port, resource, endpoint, taken) : ports.Next()));
                endpoint.Replicas = replicas;
            }
    }

    private static int Take(int port, IResource resource, EndpointAnnotation endpoint, Dictionary<int, string> taken)
    {
        if (taken.TryGetValue(port, out var other))
            throw new DistributedApplicationException($"Port {port} of '{resource.Name}' is the port of '{other}' too: give one of them another.");
        if (!PortAllocator.IsFree(port))
            throw new DistributedApplicationException(
                $"Port {port}, where '{resource.Name}' listens ({Origin(resource, endpoint)}), is in use by another program: stop that program, or change the port.");
        taken.Add(port, resource.Name);
        return port;
    }

    private static string Origin(IResource resource, EndpointAnnotation endpoint) =>
        endpoint.FromLaunchProfile
        && resource.Annotations.OfType<IProjectMetadata>().FirstOrDefault() is { } project
        && resource.Annotations.OfType<ChosenLaunchProfile>().FirstOrDefault() is { } profile
            ? $"launch profile '{profile.Name}' in {Path.Combine(Path.GetDirectoryName(project.ProjectPath)!, "Properties", "launchSettings.json")}"
            : $"endpoint '{endpoint.Name}' in the AppHost";
}
