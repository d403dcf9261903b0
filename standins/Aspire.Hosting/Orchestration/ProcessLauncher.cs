using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says what to start for a resource: a project's built output, a program, a server of this machine, or a container.</summary>
sealed class ProcessLauncher(ResourceEnvironment environment, DistributedApplicationState state, ResourceLoggerService logs, ContainerRuntime containers, AppHostInfo appHost, IServiceProvider services)
{
    /// <summary>Finds out what is missing, before anything has been started.</summary>
    /// <exception cref="DistributedApplicationException">Something is; the message says what to do.</exception>
    public async Task PrepareAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        if (ServerOf(instance.Resource) is { } server)
            await server.PrepareAsync(Context(instance), cancellationToken);
        else if (instance.Resource is ProjectResource)
            ProjectOutput.Find(ProjectOf(instance.Resource), appHost.Assembly);
    }

    /// <summary>What to start, and the variables that were set for it.</summary>
    /// <exception cref="DistributedApplicationException">It can't be started; the message says why.</exception>
    public async Task<(ChildProcessStart Start, IReadOnlyList<EnvironmentVariableSnapshot> Variables)> CreateAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        if (ServerOf(resource) is { } server)
            return await FromServerAsync(server, instance, cancellationToken);
        var variables = await environment.ResolveAsync(instance, cancellationToken);
        var arguments = await environment.ResolveArgumentsAsync(resource, cancellationToken);
        var all = ResourceEnvironment.Inherit(variables);
        return (resource switch
        {
            ProjectResource => FromProject(resource, arguments, all),
            ExecutableResource executable => new(executable.Command, arguments, executable.WorkingDirectory, all, executable.Command),
            ContainerResource container => await containers.RunAsync(container, instance, arguments, variables, cancellationToken),
            _ => throw new DistributedApplicationException($"Nothing is known to start for '{resource.Name}'."),
        }, variables);
    }

    public static ILocalServer? ServerOf(IResource resource) => resource.Annotations.OfType<ILocalServer>().FirstOrDefault();

    private ChildProcessStart FromProject(IResource resource, IReadOnlyList<string> arguments, Dictionary<string, string> all)
    {
        var project = ProjectOf(resource);
        var profile = resource.Annotations.OfType<ChosenLaunchProfile>().FirstOrDefault()?.Profile;
        var own = arguments.Count == 0 && profile?.CommandLineArgs is { Length: > 0 } line ? CommandLine.Split(line) : arguments;
        return new(ProgramPath.DotNet, [ProjectOutput.Find(project, appHost.Assembly), .. own], Path.GetDirectoryName(project.ProjectPath)!, all, project.ProjectPath);
    }

    private async Task<(ChildProcessStart, IReadOnlyList<EnvironmentVariableSnapshot>)> FromServerAsync(ILocalServer server, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var start = await server.StartAsync(Context(instance), cancellationToken);
        // What a local server is told by its environment may be its password.
        EnvironmentVariableSnapshot[] variables = [.. start.Environment.Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true)
        {
            IsSecret = v.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase),
        })];
        return (new(start.FileName, start.Arguments, start.WorkingDirectory, ResourceEnvironment.Inherit(variables), start.Source, start.StopSignal), variables);
    }

    private LocalServerContext Context(ResourceInstance instance)
    {
        var resource = instance.Resource;
        var volume = resource.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault(m => m.Type == ContainerMountType.Volume);
        var directory = volume is null ? Path.Combine(state.RunDirectory, resource.Name) : state.VolumeDirectory(volume.Source, resource.Name);
        var port = resource.Annotations.OfType<EndpointAnnotation>().First().Replicas[instance.Index].Port;
        return new(resource, port, directory, volume is not null && !state.ThrowAway, logs.GetLogger(instance.Id), services);
    }

    private static IProjectMetadata ProjectOf(IResource resource) => resource.Annotations.OfType<IProjectMetadata>().First();
}
