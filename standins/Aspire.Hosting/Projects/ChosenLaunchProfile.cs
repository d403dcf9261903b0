using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The launch profile that a project is started with.</summary>
sealed record ChosenLaunchProfile(string Name, LaunchProfile Profile) : IResourceAnnotation
{
    /// <summary>The named one; else the AppHost's own, where the project has one of that name; else the first that runs the project.</summary>
    /// <exception cref="DistributedApplicationException">There is none of that name.</exception>
    public static ChosenLaunchProfile? Find(IProjectMetadata project, string? name, IConfiguration configuration)
    {
        var settings = project.LaunchSettings ?? LaunchSettings.Read(project.ProjectPath);
        if (settings is null)
            return name is null ? null : throw Missing(project, name);
        if (name is not null)
            return settings.Profiles.TryGetValue(name, out var named) ? new(name, named) : throw Missing(project, name);
        if (configuration["DOTNET_LAUNCH_PROFILE"] is { } own && settings.Profiles.TryGetValue(own, out var same) && IsProject(same))
            return new(own, same);
        var first = settings.Profiles.FirstOrDefault(p => IsProject(p.Value));
        return first.Key is null ? null : new(first.Key, first.Value);
    }

    private static bool IsProject(LaunchProfile profile) => string.Equals(profile.CommandName, "Project", StringComparison.OrdinalIgnoreCase);

    private static DistributedApplicationException Missing(IProjectMetadata project, string name) =>
        new($"The project {project.ProjectPath} has no launch profile '{name}'.");
}
