using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What is known of every resource before anything has started.</summary>
static class InitialSnapshots
{
    public static async Task PublishAsync(DistributedApplicationModel model, IReadOnlyDictionary<IResource, IReadOnlyList<ProcessRunner>> runners, RunnerContext context, CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            if (resource is ParameterResource parameter)
            {
                PublishParameter(parameter, context);
                continue;
            }
            string[] ids = runners.TryGetValue(resource, out var own) ? [.. own.Select(r => r.Instance.Id)] : [resource.Name];
            for (var replica = 0; replica < ids.Length; replica++)
            {
                var urls = await UrlsAsync(resource, replica, context, cancellationToken);
                context.Notifications.Publish(resource, ids[replica], s => ResourceCommands.WithStates(s with
                {
                    ResourceType = TypeOf(resource),
                    CreationTimeStamp = context.Time.GetUtcNow().UtcDateTime,
                    State = ResourceInstance.HasProcess(resource) || resource is IResourceWithParent ? KnownResourceStates.NotStarted : KnownResourceStates.Running,
                    Properties = Properties(resource),
                    Urls = urls,
                    Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type)), .. ParentOf(resource)],
                    Commands = ResourceCommands.Of(resource),
                }));
            }
        }
    }

    /// <summary>The name that the dashboard shows: Project, Container, PostgresServer ...</summary>
    private static string TypeOf(IResource resource) => resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal);

    private static void PublishParameter(ParameterResource parameter, RunnerContext context)
    {
        var (state, value, message) = (KnownResourceStates.Running, "", (string?)null);
        try
        {
            value = parameter.Value;
        }
        catch (DistributedApplicationException e)
        {
            (state, message) = (KnownResourceStates.FailedToStart, e.Message);
        }
        context.Notifications.Publish(parameter, parameter.Name, s => s with
        {
            ResourceType = "Parameter",
            State = state,
            Message = message,
            CreationTimeStamp = context.Time.GetUtcNow().UtcDateTime,
            Properties = [new("Value", value) { IsSensitive = parameter.Secret }],
        });
    }

    private static ImmutableArray<ResourcePropertySnapshot> Properties(IResource resource)
    {
        var properties = ImmutableArray.CreateBuilder<ResourcePropertySnapshot>();
        if (resource.Annotations.OfType<IProjectMetadata>().FirstOrDefault() is { } project)
            properties.Add(new("project.path", project.ProjectPath));
        if (resource.Annotations.OfType<ChosenLaunchProfile>().FirstOrDefault() is { } profile)
            properties.Add(new("project.launchProfile", profile.Name));
        return properties.ToImmutable();
    }

    private static IEnumerable<RelationshipSnapshot> ParentOf(IResource resource) =>
        resource is IResourceWithParent { Parent: var parent } ? [new(parent.Name, "Parent")] : [];

    private static async Task<ImmutableArray<UrlSnapshot>> UrlsAsync(IResource resource, int replica, RunnerContext context, CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            urls.Add(new() { Url = endpoint.Replicas[replica].UriString, Endpoint = new((IResourceWithEndpoints)resource, endpoint.Name) });
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await callback.Callback(new(new(DistributedApplicationOperation.Run), resource, urls, cancellationToken));
        return [.. urls.OrderByDescending(u => u.DisplayOrder ?? 0).Select(u => new UrlSnapshot(u.Endpoint?.EndpointName, Absolute(u), IsInternal: false) { DisplayText = u.DisplayText })];

        string Absolute(ResourceUrlAnnotation url) => url.Url.StartsWith('/') && url.Endpoint is { } e
            ? e.EndpointAnnotation.Replicas[replica].UriString + url.Url : url.Url;
    }
}
