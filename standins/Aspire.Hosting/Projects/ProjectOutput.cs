using System.Reflection;

namespace Aspire.Hosting;

/// <summary>Where a project's build left its program.</summary>
static class ProjectOutput
{
    /// <summary>The assembly to start: told by the AppHost's build, else sought where the SDK puts it by default.</summary>
    /// <exception cref="DistributedApplicationException">The project is not built.</exception>
    public static string Find(IProjectMetadata project, Assembly? appHost)
    {
        var told = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == $"aspire.target:{project.ProjectPath}")?.Value;
        if (told is not null)
            return File.Exists(told) ? told : throw NotBuilt(project, told);

        var name = Path.GetFileNameWithoutExtension(project.ProjectPath) + ".dll";
        var bin = Path.Combine(Path.GetDirectoryName(project.ProjectPath)!, "bin");
        var newest = Directory.Exists(bin)
            ? new DirectoryInfo(bin).EnumerateFiles(name, SearchOption.AllDirectories)
                .Where(f => File.Exists(Path.ChangeExtension(f.FullName, ".runtimeconfig.json"))).MaxBy(f => f.LastWriteTimeUtc)
            : null;
        return newest?.FullName ?? throw NotBuilt(project, Path.Combine(bin, "…", name));
    }

    private static DistributedApplicationException NotBuilt(IProjectMetadata project, string path) =>
        new($"{path} is missing: build {project.ProjectPath} first ('dotnet build', or start the AppHost with 'dotnet run', which builds it).");
}
