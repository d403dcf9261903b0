using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public sealed class ProjectResourceOptions
{
    public string? LaunchProfileName { get; set; }
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Leaves out the endpoints that the launch profile's <c>applicationUrl</c> would make.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name) where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name, string? launchProfileName) where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, options => Choose(options, launchProfileName));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name, Action<ProjectResourceOptions> configure) where TProject : IProjectMetadata, new() =>
        builder.AddProject(name, new TProject(), configure);

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath) =>
        builder.AddProject(name, new ProjectMetadata(Path.GetFullPath(projectPath, builder.AppHostDirectory)), _ => { });

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath, string? launchProfileName) =>
        builder.AddProject(name, new ProjectMetadata(Path.GetFullPath(projectPath, builder.AppHostDirectory)), options => Choose(options, launchProfileName));

    /// <summary>That many processes; each listens on a port of its own and clients know them all.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static void Choose(ProjectResourceOptions options, string? launchProfileName)
    {
        options.ExcludeLaunchProfile = launchProfileName is null;
        options.LaunchProfileName = launchProfileName;
    }

    private static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, IProjectMetadata project, Action<ProjectResourceOptions> configure)
    {
        var options = new ProjectResourceOptions();
        configure(options);

        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation(project);
        var profile = options.ExcludeLaunchProfile ? null : ChosenLaunchProfile.Find(project, options.LaunchProfileName, builder.Configuration);
        if (profile is not null)
        {
            resource.WithAnnotation(profile);
            if (!options.ExcludeKestrelEndpoints)
                AddEndpoints(resource, profile.Profile);
        }
        else if (!options.ExcludeKestrelEndpoints && builder.ExecutionContext.IsPublishMode)
        {
            AddPublishedEndpoints(resource);
        }
        return resource;
    }

    private static void AddEndpoints(IResourceBuilder<ProjectResource> project, LaunchProfile profile)
    {
        foreach (var url in (profile.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var uri = new Uri(url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal));
            if (project.Resource.Annotations.OfType<EndpointAnnotation>().All(e => e.Name != uri.Scheme))
                project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, uri.Scheme, name: uri.Scheme, port: uri.Port) { FromLaunchProfile = true });
        }
        if (project.ApplicationBuilder.ExecutionContext.IsPublishMode)
            AddPublishedEndpoints(project);
    }

    /// <summary>Where it is deployed the platform ends TLS, so that a service always has both.</summary>
    private static void AddPublishedEndpoints(IResourceBuilder<ProjectResource> project)
    {
        foreach (var scheme in (string[])["http", "https"])
            if (project.Resource.Annotations.OfType<EndpointAnnotation>().All(e => e.Name != scheme))
                project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, scheme, name: scheme) { FromLaunchProfile = true });
    }

    private sealed record ProjectMetadata(string ProjectPath) : IProjectMetadata;
}
